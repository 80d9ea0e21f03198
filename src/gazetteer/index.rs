//! The form index: one hash look-up for a word, one more where longer forms begin with it; the rest verified on a hit.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::entity::Form;

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// One folded word, or two with a space between.
    key: (u32, u32),
    forms: (u32, u32),
    /// Longer forms begin with this word.
    begins: bool,
}

/// All surface forms: those of one word under it, longer ones under their first two. Keys live in one arena.
#[derive(Debug)]
pub struct FormIndex {
    arena: String,
    table: HashTable<Entry>,
    forms: Vec<Form>,
    hash: FixedState,
}

/// The hash of one word, or of two; a key with a space hashes as its two words do.
fn hash_of(state: &FixedState, first: &str, second: &str) -> u64 {
    let mut hasher = state.build_hasher();
    hasher.write(first.as_bytes());
    if !second.is_empty() {
        hasher.write(second.as_bytes());
    }
    hasher.finish()
}

fn hash_of_key(state: &FixedState, key: &str) -> u64 {
    let (first, second) = key.split_once(' ').unwrap_or((key, ""));
    hash_of(state, first, second)
}

fn slice(arena: &str, (start, end): (u32, u32)) -> &str {
    &arena[start as usize..end as usize]
}

/// The key of a folded form: its first word, or its first two.
fn key_of(text: &str) -> &str {
    let mut spaces = text.match_indices(' ').map(|(at, _)| at);
    spaces.nth(1).map_or(text, |second| &text[..second])
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
            index.group(key_of(text), i, &mut lists, &mut next);
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
            entry.forms = placed.get(entry.forms.0 as usize).copied().unwrap_or_default();
        }
        index.arena.shrink_to_fit();
        index
    }

    /// Puts form `i` at the end of the list of its key.
    fn group(&mut self, key: &str, i: u32, lists: &mut Vec<(u32, u32)>, next: &mut [u32]) {
        let known = self.entry(key).map(|entry| entry.forms.0).filter(|list| *list != u32::MAX);
        if let Some(list) = known {
            let list = &mut lists[list as usize];
            next[list.1 as usize] = i;
            list.1 = i;
            return;
        }
        let list = u32::try_from(lists.len()).expect("fewer keys than forms");
        lists.push((i, i));
        self.entry_or_insert(key).forms.0 = list;
        if let Some((first, _)) = key.split_once(' ') {
            self.entry_or_insert(first).begins = true;
        }
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.table.find(hash_of_key(&self.hash, key), |e| slice(&self.arena, e.key) == key)
    }

    /// The entry of a key; a new one has no list yet.
    fn entry_or_insert(&mut self, key: &str) -> &mut Entry {
        if self.entry(key).is_none() {
            let entry = Entry { key: self.intern(key), forms: (u32::MAX, 0), begins: false };
            let (arena, state) = (&self.arena, &self.hash);
            self.table
                .insert_unique(hash_of_key(state, key), entry, |e| hash_of_key(state, slice(arena, e.key)));
        }
        let (arena, hash) = (&self.arena, hash_of_key(&self.hash, key));
        self.table.find_mut(hash, |e| slice(arena, e.key) == key).expect("found or inserted above")
    }

    /// Lays out the forms of one key: longest first, without repetitions.
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

    fn of(&self, entry: &Entry) -> &[Form] {
        &self.forms[entry.forms.0 as usize..entry.forms.1 as usize]
    }

    /// The forms that are this folded word, and whether longer ones begin with it.
    #[must_use]
    pub fn get(&self, word: &str) -> (&[Form], bool) {
        let hash = hash_of(&self.hash, word, "");
        match self.table.find(hash, |e| slice(&self.arena, e.key) == word) {
            Some(entry) => (self.of(entry), entry.begins),
            None => (&[], false),
        }
    }

    /// The forms that begin with these two folded words, longest first.
    #[must_use]
    pub fn get_pair(&self, first: &str, second: &str) -> &[Form] {
        let same = |e: &Entry| {
            let rest = slice(&self.arena, e.key).strip_prefix(first).and_then(|rest| rest.strip_prefix(' '));
            rest == Some(second)
        };
        self.table.find(hash_of(&self.hash, first, second), same).map_or(&[], |entry| self.of(entry))
    }

    /// The forms that are exactly this folded phrase.
    pub fn find<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = &'a Form> {
        let key = key_of(phrase);
        let forms = self.entry(key).map_or(&[][..], |entry| self.of(entry));
        let rest = phrase.split_once(' ').map_or("", |(_, rest)| rest);
        forms.iter().filter(move |f| slice(&self.arena, f.rest) == rest)
    }

    /// The folded words of `form` after its first.
    pub fn rest<'a>(&'a self, form: &Form) -> impl Iterator<Item = &'a str> + use<'a> {
        let rest = slice(&self.arena, form.rest);
        rest.split(' ').filter(|w| !w.is_empty())
    }

    /// The forms that pass, with their folded text, sorted by it.
    pub fn search(&self, test: impl Fn(&Form) -> bool) -> Vec<(String, &Form)> {
        let mut found: Vec<(String, &Form)> = Vec::new();
        for entry in &self.table {
            for form in self.of(entry).iter().filter(|f| test(f)) {
                let first = slice(&self.arena, entry.key).split(' ').next().unwrap_or_default();
                found
                    .push((format!("{first} {}", slice(&self.arena, form.rest)).trim_end().to_owned(), form));
            }
        }
        found.sort_by(|(a, f), (b, g)| (a, f.row).cmp(&(b, g.row)));
        found
    }

    /// Every form, in order of the first row of its first words.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }
}
