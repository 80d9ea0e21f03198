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
    pub(crate) fn new(forms: Vec<(String, Form)>) -> Self {
        let mut index = Self {
            arena: String::new(),
            table: HashTable::with_capacity(forms.len()),
            forms: Vec::with_capacity(forms.len()),
            hash: FixedState::default(),
        };
        // Groups in order of their first form, each a list that points from form to form.
        let mut lists: Vec<(u32, u32)> = Vec::new();
        let mut next = vec![u32::MAX; forms.len()];
        for (i, (text, _)) in (0..).zip(&forms) {
            index.group(text.split(' ').next().unwrap_or_default(), i, &mut lists, &mut next);
        }
        let mut forms: Vec<Option<(String, Form)>> = forms.into_iter().map(Some).collect();
        let mut placed = vec![(0, 0); lists.len()];
        for (place, (first, _)) in placed.iter_mut().zip(&lists) {
            let mut group = Vec::new();
            let mut at = *first;
            while at != u32::MAX {
                group.extend(forms[at as usize].take());
                at = next[at as usize];
            }
            *place = index.place(group);
        }
        for entry in index.table.iter_mut() {
            entry.forms = placed[entry.forms.0 as usize];
        }
        index.arena.shrink_to_fit();
        index
    }

    /// Puts form `i` at the end of the list of its first word.
    fn group(&mut self, word: &str, i: u32, lists: &mut Vec<(u32, u32)>, next: &mut [u32]) {
        let hash = hash_of(&self.hash, word);
        if let Some(entry) = self.table.find(hash, |e| slice(&self.arena, e.word) == word) {
            let list = &mut lists[entry.forms.0 as usize];
            next[list.1 as usize] = i;
            list.1 = i;
            return;
        }
        let entry = Entry {
            word: self.intern(word),
            forms: (u32::try_from(lists.len()).expect("fewer words than forms"), 0),
        };
        lists.push((i, i));
        let (arena, state) = (&self.arena, &self.hash);
        self.table.insert_unique(hash, entry, |e| hash_of(state, slice(arena, e.word)));
    }

    /// Lays out the forms of one word: longest first, without repetitions.
    fn place(&mut self, mut group: Vec<(String, Form)>) -> (u32, u32) {
        if group.len() > 1 {
            let order = |f: &Form| (!f.listed, f.reading, f.target, f.gate, f.capitals, f.row);
            group.sort_by(|(a, f), (b, g)| (g.words, a, order(f)).cmp(&(f.words, b, order(g))));
            group.dedup_by(|b, a| {
                a.0 == b.0 && a.1.target == b.1.target && a.1.gate <= b.1.gate && a.1.capitals == b.1.capitals
            });
        }
        let end = |forms: &Vec<Form>| u32::try_from(forms.len()).expect("fewer forms than u32");
        let start = end(&self.forms);
        for (text, mut form) in group {
            form.rest = self.intern(text.split_once(' ').map_or("", |(_, rest)| rest));
            self.forms.push(form);
        }
        (start, end(&self.forms))
    }

    fn intern(&mut self, text: &str) -> (u32, u32) {
        let end = |arena: &String| u32::try_from(arena.len()).expect("form arena below 4 GiB");
        let start = end(&self.arena);
        self.arena.push_str(text);
        (start, end(&self.arena))
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

    /// Every form, in order of the first row of its first word.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }
}
