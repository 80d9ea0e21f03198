//! What names that the gazetteer lacks are known by: given names, endings, heads such as "corridor".

use std::collections::{BTreeMap, BTreeSet};

use super::entity::EntityType;
use super::fold::Fold;
use super::language::Words;
use super::row::{Cells, Row};

/// A noun that begins or ends the names of organizations or corridors.
#[derive(Clone, Debug)]
pub struct Head {
    /// What such a name names.
    pub kind: EntityType,
    /// The name follows the noun, as in Arabic; else it stands before it.
    pub first: bool,
    /// The form as listed.
    pub text: String,
    /// Its data row.
    pub row: Row,
}

/// Words and letters by which unlisted names are known.
#[derive(Debug, Default)]
pub struct Names {
    /// Given names.
    pub given: Words,
    /// Those of other languages. No sentence begins verb, given name, city in them, as it may in the language's own.
    pub given_foreign: Words,
    /// Words after a demonym that keep it from being part of the name before it.
    pub nationality_nouns: Words,
    /// Verbs of speech in the masculine singular.
    pub speech_verbs: Words,
    /// Words that begin what was said.
    pub that_words: Words,
    /// Words within names, never at their end.
    pub particles: Words,
    /// Endings of family names, in languages without capitals.
    pub surname_endings: Words,
    /// Endings of the language's own words, which foreign names rarely have.
    pub native_endings: Words,
    /// Letters that stand for long vowels; foreign names have more of them than the language's own words.
    pub matres: BTreeSet<char>,
    /// Words that are no part of a name.
    pub vocabulary: Words,
    /// Nouns that begin or end names.
    pub heads: Vec<Head>,
    romanization: BTreeMap<char, String>,
    romanization_initial: BTreeMap<char, String>,
}

impl Names {
    pub(super) fn word_set(&mut self, key: &str) -> Option<&mut Words> {
        Some(match key {
            "nationality-noun" => &mut self.nationality_nouns,
            "speech-verb" => &mut self.speech_verbs,
            "that-word" => &mut self.that_words,
            "name-particle" => &mut self.particles,
            "surname-ending" => &mut self.surname_endings,
            "native-ending" => &mut self.native_endings,
            "vocabulary" => &mut self.vocabulary,
            _ => return None,
        })
    }

    pub(super) fn add(&mut self, row: Row, cells: &Cells<'_>, fold: &Fold) -> Result<(), (String, String)> {
        let (key, of, value) = (cells[1], cells[2], cells[3]);
        match key {
            "given-name" => {
                let name = fold.phrase(value);
                if of == "foreign" {
                    self.given_foreign.insert(name.clone());
                }
                self.given.insert(name);
            }
            "mater" => self.matres.extend(fold.phrase(value).chars()),
            "romanization" => {
                let (letter, place) = of.split_once(' ').unwrap_or((of, ""));
                let letters = fold.phrase(letter);
                let Some(letter) = letters.chars().next() else {
                    let remedy = "write the letter, and `initial` after a space if it is meant there alone";
                    return Err((format!("{of:?} is no letter"), remedy.into()));
                };
                let table =
                    if place == "initial" { &mut self.romanization_initial } else { &mut self.romanization };
                table.insert(letter, value.to_owned());
            }
            _ => {
                let named = [EntityType::Organization, EntityType::Corridor];
                let kind = named.into_iter().find(|t| t.name() == of);
                let kind = kind.ok_or_else(|| {
                    (format!("unknown entity type {of:?}"), "write organization or corridor".to_owned())
                })?;
                self.heads.push(Head { kind, first: key == "head", text: value.to_owned(), row });
            }
        }
        Ok(())
    }

    /// A folded word in Latin letters, good enough for an id.
    #[must_use]
    pub fn romanize(&self, folded: &str) -> String {
        let initial = |i: usize, c: &char| self.romanization_initial.get(c).filter(|_| i == 0);
        let letter = |(i, c): (usize, char)| match initial(i, &c).or_else(|| self.romanization.get(&c)) {
            Some(latin) => latin.clone(),
            None => c.to_string(),
        };
        folded.chars().enumerate().map(letter).filter(|l| l.is_ascii()).collect()
    }

    /// Whether a folded word looks like a name from another language: a family name's ending, or more long vowels than
    /// words of the language have.
    #[must_use]
    pub fn looks_foreign(&self, folded: &str) -> bool {
        const FEWEST_VOWELS: usize = 3;
        const SHORTEST: usize = 5;
        let length = folded.chars().count();
        let ends = |endings: &Words| endings.iter().any(|e| folded.ends_with(e.as_str()));
        if length < SHORTEST || self.matres.is_empty() {
            return false;
        }
        let vowels = folded.chars().skip(1).filter(|c| self.matres.contains(c)).count();
        ends(&self.surname_endings) || (vowels >= FEWEST_VOWELS && !ends(&self.native_endings))
    }
}
