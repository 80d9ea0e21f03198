//! Clitics: what is written on to a word, in every sequence that the language files allow.

/// Letters written on to the next word, and what they stand for at its beginning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proclitic {
    /// The folded letters to take off.
    pub text: String,
    /// What to put back before the stem: the article, where a preposition swallowed part of it.
    pub restore: String,
    /// It ends in a preposition, so that what follows is a noun.
    pub preposition: bool,
}

/// Items found by a letter of two bytes in UTF-8, as those of Arabic are.
#[derive(Clone, Debug)]
pub struct ByLetter<T>(Vec<([u8; 2], Vec<T>)>);

impl<T> Default for ByLetter<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByLetter<T> {
    pub(super) fn add(&mut self, letter: [u8; 2], item: T) {
        match self.0.iter_mut().find(|(l, _)| *l == letter) {
            Some((_, items)) => items.push(item),
            None => self.0.push((letter, vec![item])),
        }
    }

    pub(super) fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.0.iter_mut().for_each(|(_, items)| items.sort_by_key(&key));
    }

    /// The items of a letter.
    #[must_use]
    pub fn of(&self, letter: Option<&[u8; 2]>) -> &[T] {
        let found = letter.and_then(|letter| self.0.iter().find(|(l, _)| l == letter));
        found.map_or(&[], |(_, items)| items)
    }
}

/// The clitic rows, before their sequences are made.
#[derive(Default)]
pub(super) struct Clitics {
    pub(super) conjunctions: Vec<String>,
    pub(super) prepositions: Vec<String>,
    pub(super) article: String,
    pub(super) assimilations: Vec<(String, String)>,
}

impl Clitics {
    /// Conjunction, preposition, both; and each preposition with the article it swallows.
    pub(super) fn sequences(&self) -> Vec<Proclitic> {
        let mut all = Vec::new();
        let none = String::new();
        for conjunction in std::iter::once(&none).chain(&self.conjunctions) {
            if !conjunction.is_empty() {
                all.push(Proclitic { text: conjunction.clone(), restore: String::new(), preposition: false });
            }
            for preposition in &self.prepositions {
                let text = format!("{conjunction}{preposition}");
                all.push(Proclitic { text, restore: String::new(), preposition: true });
            }
            for (_, written) in &self.assimilations {
                let text = format!("{conjunction}{written}");
                all.push(Proclitic { text, restore: self.article.clone(), preposition: true });
            }
        }
        all.sort_by_key(|p| (p.text.chars().count(), p.clone()));
        all
    }
}
