//! The form index: one hash look-up for the first word, the other words verified on a hit.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::entity::Form;

#[derive(Debug, Clone, Copy)]
struct Entry {
    word: (u32, u32),
    forms: (u32, u32),
}

/// All surface forms, grouped by their first folded word; keys live in one arena.
#[derive(Debug)]
pub struct FormIndex {
    arena: String,
    table: HashTable<Entry>,
    forms: Vec<Form>,
    hash: FixedState,
}

fn hash_of(state: &FixedState, word: &str) -> u64 {
    let mut hasher = state.build_hasher();
    hasher.write(word.as_bytes());
    hasher.finish()
}

fn slice(arena: &str, (start, end): (u32, u32)) -> &str {
    &arena[start as usize..end as usize]
}

impl FormIndex {
    /// Builds the index from folded forms (words joined by one space). Within a group the longest form comes first.
    pub(crate) fn new(mut forms: Vec<(String, Form)>) -> Self {
        let key = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        forms.sort_by_cached_key(|(text, f)| {
            (key(text), u8::MAX - f.words, text.clone(), f.reading, f.target, f.row)
        });
        forms.dedup_by(|b, a| {
            a.0 == b.0 && a.1.target == b.1.target && a.1.gate <= b.1.gate && a.1.capitals == b.1.capitals
        });
        let hash = FixedState::default();
        let mut index = Self { arena: String::new(), table: HashTable::new(), forms: Vec::new(), hash };
        index.forms.reserve(forms.len());
        let mut current: Option<Entry> = None;
        for (text, mut form) in forms {
            let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
            let position = u32::try_from(index.forms.len()).expect("fewer forms than u32");
            match &mut current {
                Some(entry) if slice(&index.arena, entry.word) == first => entry.forms.1 = position + 1,
                _ => {
                    index.insert(current.take());
                    let word = index.intern(first);
                    current = Some(Entry { word, forms: (position, position + 1) });
                }
            }
            form.rest = index.intern(rest);
            index.forms.push(form);
        }
        index.insert(current);
        index.arena.shrink_to_fit();
        index
    }

    fn intern(&mut self, text: &str) -> (u32, u32) {
        let end = |arena: &String| u32::try_from(arena.len()).expect("form arena below 4 GiB");
        let start = end(&self.arena);
        self.arena.push_str(text);
        (start, end(&self.arena))
    }

    fn insert(&mut self, entry: Option<Entry>) {
        let Some(entry) = entry else { return };
        let (arena, state) = (&self.arena, &self.hash);
        let hash = hash_of(state, slice(arena, entry.word));
        self.table.insert_unique(hash, entry, |e| hash_of(state, slice(arena, e.word)));
    }

    /// The forms whose first folded word is `word`, longest first.
    #[must_use]
    pub fn get(&self, word: &str) -> &[Form] {
        let hash = hash_of(&self.hash, word);
        match self.table.find(hash, |e| slice(&self.arena, e.word) == word) {
            Some(entry) => &self.forms[entry.forms.0 as usize..entry.forms.1 as usize],
            None => &[],
        }
    }

    /// The folded words of `form` after its first.
    pub fn rest<'a>(&'a self, form: &Form) -> impl Iterator<Item = &'a str> + use<'a> {
        let rest = slice(&self.arena, form.rest);
        rest.split(' ').filter(|w| !w.is_empty())
    }

    /// Every form, in order of its folded text.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }
}
