//! The form index: one hash look-up for a word, one more where longer forms begin with it; the rest verified on a hit.

use std::cmp::Reverse;
use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::entity::Form;
use super::form::{Draft, Drafts, Slice, slice};
use super::row::Row;
use crate::threads::both;

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
    /// Keys by a bit of their hash, so that two threads can lay them out.
    shards: [Shard; 2],
    hash: FixedState,
}

/// Half of the keys with their forms.
#[derive(Debug)]
struct Shard {
    table: HashTable<Entry>,
    forms: Vec<Form>,
    /// Rows of forms left out because another row of the same entity has them, and that row.
    repeated: Vec<(Row, Row)>,
}

/// The shard of a hash: a bit that the table itself has no use for.
fn shard_of(hash: u64) -> usize {
    usize::from(hash & (1 << 48) != 0)
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

/// The key of a folded form: its first word, or its first two.
fn key_of(text: &str) -> &str {
    &text[..key_ends(text)[1] as usize]
}

/// Where the first word of a folded form ends, and where its key does.
fn key_ends(text: &str) -> [u32; 2] {
    let end = u32::try_from(text.len()).expect("a form is short");
    let mut spaces = text.bytes().zip(0..).filter(|(b, _)| *b == b' ').map(|(_, at)| at);
    [spaces.next().unwrap_or(end), spaces.next().unwrap_or(end)]
}

/// The key of a form: its place in the arena, that of its first word, its hash.
struct Key {
    first: Slice,
    all: Slice,
    hash: u64,
}

impl Key {
    fn new(draft: &Draft, arena: &str, state: &FixedState) -> Self {
        let [first, all] = key_ends(slice(arena, draft.text)).map(|end| (draft.text.0, draft.text.0 + end));
        Self { first, all, hash: hash_of_key(state, slice(arena, all)) }
    }
}

impl FormIndex {
    /// Builds the index of folded forms (words joined by one space). Within a group the longest form comes first.
    pub(super) fn new(drafts: Drafts, layers: &[usize]) -> Self {
        let Drafts { arena, list } = drafts;
        let hash = FixedState::default();
        let (early, late) = list.split_at(list.len() / 2);
        let keys = |drafts: &[Draft]| drafts.iter().map(|d| Key::new(d, &arena, &hash)).collect::<Vec<_>>();
        let (mut all, rest) = both(|| keys(early), || keys(late));
        all.extend(rest);
        let shard = |number| Shard::new(number, (&arena, &list, &all), &hash, layers);
        let (first, second) = both(|| shard(0), || shard(1));
        Self { shards: [first, second], arena, hash }
    }

    fn entry(&self, hash: u64, same: impl Fn(&str) -> bool) -> (&[Form], bool) {
        let shard = &self.shards[shard_of(hash)];
        match shard.table.find(hash, |e| same(slice(&self.arena, e.key))) {
            Some(entry) => (shard.of(entry), entry.begins),
            None => (&[], false),
        }
    }

    /// The forms that are this folded word, and whether longer ones begin with it.
    #[must_use]
    pub fn get(&self, word: &str) -> (&[Form], bool) {
        self.entry(hash_of(&self.hash, word, ""), |key| key == word)
    }

    /// The forms that begin with these two folded words, longest first.
    #[must_use]
    pub fn get_pair(&self, first: &str, second: &str) -> &[Form] {
        let same = |key: &str| {
            let rest = key.strip_prefix(first).and_then(|rest| rest.strip_prefix(' '));
            rest == Some(second)
        };
        self.entry(hash_of(&self.hash, first, second), same).0
    }

    /// The forms that are exactly this folded phrase.
    pub fn find<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = &'a Form> {
        let key = key_of(phrase);
        let (forms, _) = self.entry(hash_of_key(&self.hash, key), |k| k == key);
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
        for (shard, entry) in self.shards.iter().flat_map(|s| s.table.iter().map(move |e| (s, e))) {
            for form in shard.of(entry).iter().filter(|f| test(f)) {
                let first = slice(&self.arena, entry.key).split(' ').next().unwrap_or_default();
                let text = format!("{first} {}", slice(&self.arena, form.rest)).trim_end().to_owned();
                found.push((text, form));
            }
        }
        found.sort_by(|(a, f), (b, g)| (a, f.row).cmp(&(b, g.row)));
        found
    }

    /// Rows whose forms were left out because another row of the same entity has them, and that row.
    pub(super) fn repeated(&self) -> impl Iterator<Item = &(Row, Row)> {
        self.shards.iter().flat_map(|shard| &shard.repeated)
    }

    /// Every form. In no order that means anything, but always the same.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.shards.iter().flat_map(|shard| &shard.forms)
    }
}

impl Shard {
    /// The keys of one shard: grouped in order of their first form, each a list that points from form to form.
    fn new(
        number: usize,
        (arena, drafts, keys): (&str, &[Draft], &[Key]),
        hash: &FixedState,
        layers: &[usize],
    ) -> Self {
        let mut shard = Self {
            table: HashTable::with_capacity(drafts.len() / 2),
            forms: Vec::with_capacity(drafts.len() / 2),
            repeated: Vec::new(),
        };
        let mut lists: Vec<Slice> = Vec::new();
        let mut next = vec![u32::MAX; drafts.len()];
        for (i, &Key { first, all, hash: hashed }) in (0..).zip(keys) {
            if shard_of(hashed) == number {
                let entry = shard.entry_or_insert(all, hashed, arena, hash);
                if entry.forms.0 == u32::MAX {
                    entry.forms.0 = u32::try_from(lists.len()).expect("fewer keys than forms");
                    lists.push((i, i));
                } else {
                    let list = &mut lists[entry.forms.0 as usize];
                    next[list.1 as usize] = i;
                    list.1 = i;
                }
            }
            let begun = (first != all).then(|| hash_of(hash, slice(arena, first), ""));
            if let Some(hashed) = begun.filter(|hashed| shard_of(*hashed) == number) {
                shard.entry_or_insert(first, hashed, arena, hash).begins = true;
            }
        }
        let mut placed = vec![(0, 0); lists.len()];
        let mut group: Vec<&Draft> = Vec::new();
        for (place, (first, _)) in placed.iter_mut().zip(&lists) {
            group.clear();
            let mut at = *first;
            while at != u32::MAX {
                group.push(&drafts[at as usize]);
                at = next[at as usize];
            }
            *place = shard.place(&mut group, arena, layers);
        }
        for entry in &mut shard.table {
            entry.forms = placed.get(entry.forms.0 as usize).copied().unwrap_or_default();
        }
        shard
    }

    fn of(&self, entry: &Entry) -> &[Form] {
        &self.forms[entry.forms.0 as usize..entry.forms.1 as usize]
    }

    /// The entry of a key; a new one has no list yet.
    fn entry_or_insert(&mut self, key: Slice, hash: u64, arena: &str, state: &FixedState) -> &mut Entry {
        let text = slice(arena, key);
        let same = |e: &Entry| slice(arena, e.key) == text;
        let entry = self.table.entry(hash, same, |e| hash_of_key(state, slice(arena, e.key)));
        entry.or_insert(Entry { key, forms: (u32::MAX, 0), begins: false }).into_mut()
    }

    /// Lays out the forms of one key: longest first, without repetitions.
    fn place(&mut self, group: &mut Vec<&Draft>, arena: &str, layers: &[usize]) -> Slice {
        if group.len() > 1 {
            let text = |draft: &Draft| slice(arena, draft.text);
            let layer = |row: Row| layers[usize::from(row.file)];
            // A row of an overlay is the one that counts.
            let order = |f: &Form| {
                (
                    f.own_texts,
                    Reverse(layer(f.row)),
                    !f.listed,
                    f.reading,
                    f.target,
                    f.gate,
                    f.capitals,
                    f.row,
                )
            };
            group.sort_by(|a, b| {
                let by_text = b.form.words.cmp(&a.form.words).then_with(|| text(a).cmp(text(b)));
                by_text.then_with(|| order(&a.form).cmp(&order(&b.form)))
            });
            let repeated = &mut self.repeated;
            group.dedup_by(|b, a| {
                let (f, kept) = (&b.form, &a.form);
                let what = |f: &Form| (f.target, f.reading, f.capitals, f.acronyms);
                let everywhere = !kept.own_texts || kept.language == f.language;
                let same = everywhere && text(a) == text(b) && what(kept) == what(f) && kept.gate <= f.gate;
                if same && kept.row != f.row && kept.language == f.language {
                    let (one, other) = (f.row, kept.row);
                    repeated.push(if layer(one) < layer(other) { (other, one) } else { (one, other) });
                }
                same
            });
        }
        let end = |forms: &Vec<Form>| u32::try_from(forms.len()).expect("fewer forms than u32");
        let start = end(&self.forms);
        for draft in group {
            let [first, _] = key_ends(slice(arena, draft.text));
            let rest = draft.text.1.min(draft.text.0 + first + 1);
            self.forms.push(Form { rest: (rest, draft.text.1), ..draft.form.clone() });
        }
        (start, end(&self.forms))
    }
}
