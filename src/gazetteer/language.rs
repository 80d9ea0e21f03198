//! Function words and orthography, from the rows of `gazetteer/languages/`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::FixedState;

use super::clitic::{ByLetter, Clitics, Proclitic};
use super::cue::Phrase;
use super::fold::Fold;
use super::names::Names;
use super::row::{Cells, Faults, Row, Sheet, Table};

/// A set of folded words or phrases.
pub type Words = BTreeSet<String>;

/// What ends a sentence, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ender {
    /// Wherever it stands before a space.
    Always,
    /// Unless it belongs to an abbreviation, an initial or a number.
    Stop,
    /// Only before a capital letter or a new line.
    Pause,
}

/// Where a title stands to its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleForm {
    /// Before the demonym, as in Arabic.
    Before,
    /// After the demonym or possessive, as in English; or before a link word (president of).
    After,
    /// Before the name of the country or body, with nothing between.
    Of,
}

/// A title of office.
#[derive(Clone, Debug)]
pub struct Title {
    /// Folded words.
    pub words: Vec<String>,
    /// Kind of office, an index into [`Languages::offices`].
    pub office: u16,
    /// How it is joined to its country.
    pub form: TitleForm,
}

/// What an anaphor may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Countries.
    Country,
    /// Leaders.
    Leader,
    /// Countries or organizations.
    Side,
}

/// A word that means entities named before.
#[derive(Clone, Debug)]
pub struct Anaphor {
    /// What it may mean.
    pub scope: Scope,
    /// How many it means.
    pub count: usize,
    /// The form as listed.
    pub text: String,
    /// Its data row.
    pub row: Row,
}

/// Everything the language files say, all languages together.
#[derive(Debug, Default)]
pub struct Languages {
    /// Sentence ends.
    pub enders: BTreeMap<char, Ender>,
    /// Quotes and brackets that close after a sentence end.
    pub closers: BTreeSet<char>,
    /// Words so common that a text's language is known by them.
    pub common_words: BTreeMap<String, Words>,
    all_common: HashSet<String, FixedState>,
    /// Words that own their full stop.
    pub abbreviations: Words,
    /// The same, but only before a number (No. 5).
    pub abbreviations_of_numbers: Words,
    /// Every sequence of clitics that may be taken off, shortest first, by its first letter.
    pub proclitics: ByLetter<Proclitic>,
    /// Everything that may stand attached before a word: clitics, the article, both.
    pub prefixes: Words,
    /// Prepositions written together with the article of the word they stand before.
    pub assimilated: Words,
    /// The definite article of each language that writes it on to the noun.
    pub articles: BTreeMap<String, String>,
    /// Words run on to the one before, by their last letter.
    pub run_ons: ByLetter<String>,
    /// Endings of an Arabic-type demonym with its grammatical class.
    pub demonym_endings: BTreeMap<String, Vec<(String, String)>>,
    /// Endings after which a demonym takes none of those.
    pub demonym_uninflected: BTreeMap<String, Vec<String>>,
    /// Nouns before a demonym that make it a language.
    pub language_nouns: Words,
    /// Nouns after a demonym that make it a language.
    pub language_nouns_after: Words,
    /// Prepositions before a demonym that stands alone and names a language (in Russian).
    pub language_prepositions: Words,
    /// Prepositions whose feminine demonym is a language.
    pub language_proclitics: Words,
    /// Kinds of office, sorted.
    pub offices: Vec<String>,
    /// Titles of office.
    pub titles: Vec<Title>,
    /// What is set apart from the word it was written on to, such as the possessive.
    pub enclitics: Words,
    /// Words between a title and `of`'s country.
    pub title_links: Words,
    /// Words for "his counterpart".
    pub counterparts: Words,
    /// Words for a former office.
    pub former: Words,
    /// Words that may stand between title, country and name.
    pub between: Words,
    /// Anaphors.
    pub anaphors: Vec<Anaphor>,
    /// Words after which an anaphor means others.
    pub anaphor_not_after: Words,
    /// Words before which an anaphor means others.
    pub anaphor_not_before: Words,
    /// Conjunctions that make a pair of two names.
    pub pair_conjunctions: Words,
    /// Endings of names in a language that declines them, and what the name itself ends in, by language.
    pub endings: BTreeMap<String, Vec<(String, String)>>,
    /// Languages whose forms count only in their own texts, because they look like words of others.
    pub own_texts: BTreeSet<String>,
    /// Words that cues share, by the name of their list.
    pub lists: BTreeMap<String, Vec<Phrase>>,
    /// Kinds of office that several people hold at once, and the id of the body where that is so; empty for all.
    pub shared_offices: BTreeSet<(String, String)>,
    /// Kinds of office of which a country has many: the title alone means nobody in particular.
    pub plural_offices: Words,
    /// What names the gazetteer lacks are known by.
    pub names: Names,
}

/// The language rows of all sheets, before and after the fold table exists.
pub(crate) fn fold_rows(sheets: &[Sheet<'_>], faults: &mut Faults) -> BTreeMap<char, char> {
    let mut rows = BTreeMap::new();
    for (row, cells) in language_rows(sheets).filter(|(_, cells)| cells[1] == "fold") {
        let one = |cell: &str| {
            let mut chars = cell.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        match (one(cells[2]), one(cells[3])) {
            (Some(from), Some(to)) => {
                rows.insert(from, to);
            }
            _ => faults.add(
                row,
                "a fold row maps one character to one",
                "write a single character in each cell",
            ),
        }
    }
    rows
}

fn language_rows<'a>(sheets: &'a [Sheet<'_>]) -> impl Iterator<Item = (Row, Cells<'a>)> {
    let tables = sheets.iter().filter(|s| s.table == Table::Language);
    tables.flat_map(|s| s.rows.iter().map(|line| (line.row, line.cells())))
}

const KEYS: &str = "fold proclitic article assimilation demonym-ending demonym-uninflected language-noun \
    language-noun-after language-preposition language-proclitic run-on ender closer abbreviation abbreviation-number title title-after title-of title-link counterpart \
    former between anaphor anaphor-not-after anaphor-not-before pair-conjunction common-word enclitic \
    ending own-texts-only list shared-office plural-office given-name nationality-noun speech-verb that-word name-particle surname-ending native-ending mater vocabulary head tail romanization";

impl Languages {
    /// Compiles the rows; faulty ones are reported and left out.
    pub(crate) fn compile(sheets: &[Sheet<'_>], fold: &Fold, faults: &mut Faults) -> Self {
        let mut languages = Self::default();
        let mut clitics = Clitics::default();
        let titles = |cells: &Cells<'_>| cells[1].starts_with("title") && cells[1] != "title-link";
        let offices: BTreeSet<&str> =
            language_rows(sheets).filter(|(_, c)| titles(c)).map(|(_, c)| c[2]).collect();
        languages.offices = offices.into_iter().map(str::to_owned).collect();
        for (row, cells) in language_rows(sheets) {
            if cells[3].is_empty() {
                faults.add(row, "an empty value", "write the word in the last cell, or delete the row");
            } else if let Err((message, remedy)) = languages.add(row, &cells, fold, &mut clitics) {
                faults.add(row, message, remedy);
            }
        }
        languages.run_ons.sort_by_key(|run_on| std::cmp::Reverse(run_on.len()));
        let proclitics = clitics.sequences();
        for article in languages.articles.values() {
            let with_article = proclitics.iter().filter(|p| p.restore.is_empty());
            languages.prefixes.extend(with_article.map(|p| format!("{}{article}", p.text)));
        }
        languages.prefixes.extend(languages.articles.values().cloned());
        languages.prefixes.extend(proclitics.iter().map(|p| p.text.clone()));
        for proclitic in proclitics {
            if !proclitic.restore.is_empty() {
                languages.assimilated.insert(proclitic.text.clone());
            }
            if let Some(&letter) = proclitic.text.as_bytes().first_chunk() {
                languages.proclitics.add(letter, proclitic);
            }
        }
        languages
    }

    /// Whether a folded token is `word`, with or without what may be attached before it.
    #[must_use]
    pub fn is_word(&self, folded: &str, word: &str) -> bool {
        self.attached(folded, word).is_some()
    }

    /// The number of letters attached before `word` in a folded token; `None` if it is another word.
    #[must_use]
    pub fn attached(&self, folded: &str, word: &str) -> Option<usize> {
        if let Some(prefix) = folded.strip_suffix(word) {
            return (prefix.is_empty() || self.prefixes.contains(prefix)).then(|| prefix.chars().count());
        }
        let bare = self.articles.values().find_map(|article| word.strip_prefix(article.as_str()))?;
        let prefix = folded.strip_suffix(bare).filter(|prefix| self.assimilated.contains(*prefix))?;
        Some(prefix.chars().count())
    }

    /// The first of a token's readings, whole or without clitics, that `find` knows.
    pub fn find_stem<T>(&self, folded: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        find(folded).or_else(|| {
            self.proclitics.of(folded.as_bytes().first_chunk()).iter().find_map(|clitic| {
                let rest = folded.strip_prefix(clitic.text.as_str())?;
                if clitic.restore.is_empty() {
                    find(rest)
                } else {
                    find(&format!("{}{rest}", clitic.restore))
                }
            })
        })
    }

    fn add(
        &mut self,
        row: Row,
        cells: &Cells<'_>,
        fold: &Fold,
        clitics: &mut Clitics,
    ) -> Result<(), (String, String)> {
        let (of, value) = (cells[2], cells[3]);
        let phrase = fold.phrase(value);
        let marks = matches!(cells[1], "fold" | "demonym-ending" | "ender" | "closer" | "romanization");
        if phrase.is_empty() && !marks {
            return Err((format!("{value:?} holds no letter"), "write a word".into()));
        }
        match cells[1] {
            "fold" => {}
            "proclitic" if of == "conjunction" => clitics.conjunctions.push(phrase),
            "proclitic" => clitics.prepositions.push(phrase),
            "article" => {
                clitics.article.clone_from(&phrase);
                self.articles.insert(cells[0].to_owned(), phrase);
            }
            "assimilation" => clitics.assimilations.push((fold.phrase(of), phrase)),
            "demonym-ending" => {
                self.demonym_endings
                    .entry(cells[0].to_owned())
                    .or_default()
                    .push((of.to_owned(), value.to_owned()));
            }
            "demonym-uninflected" => {
                self.demonym_uninflected.entry(cells[0].to_owned()).or_default().push(phrase)
            }
            "common-word" => {
                self.all_common.insert(phrase.clone());
                self.common_words.entry(cells[0].to_owned()).or_default().insert(phrase);
            }
            "run-on" => match phrase.as_bytes().last_chunk() {
                Some(&letter) => self.run_ons.add(letter, phrase),
                None => return Err(("a word of one byte".into(), "write a word of an Arabic script".into())),
            },
            "ender" => {
                let ender = match of {
                    "always" => Ender::Always,
                    "stop" => Ender::Stop,
                    "pause" => Ender::Pause,
                    _ => return Err((format!("unknown ender {of:?}"), "write always, stop or pause".into())),
                };
                self.enders.extend(value.chars().map(|c| (c, ender)));
            }
            "closer" => self.closers.extend(value.chars()),
            "title" | "title-after" | "title-of" => self.add_title(cells, fold),
            "anaphor" => self.anaphors.push(anaphor(row, of, value)?),
            "shared-office" | "ending" | "own-texts-only" | "list" => self.add_keyed(cells, fold)?,
            "given-name" | "head" | "tail" | "romanization" | "mater" => self.names.add(row, cells, fold)?,
            key => match self.word_set(key) {
                Some(words) => {
                    words.insert(phrase);
                }
                None => return Err((format!("unknown key {key:?}"), format!("write one of: {KEYS}"))),
            },
        }
        Ok(())
    }

    /// Rows that are kept by what stands in another cell.
    fn add_keyed(&mut self, cells: &Cells<'_>, fold: &Fold) -> Result<(), (String, String)> {
        let [lang, key, of, value, ..] = *cells;
        match key {
            "own-texts-only" if value != "yes" => {
                return Err((format!("{value:?} says nothing"), "write yes, or delete the row".into()));
            }
            "shared-office" if self.office(value).is_none() => {
                let offices = self.offices.join(" ");
                return Err((format!("unknown office {value:?}"), format!("write one of: {offices}")));
            }
            "shared-office" => {
                self.shared_offices.insert((value.to_owned(), of.to_owned()));
            }
            "ending" => {
                let endings = self.endings.entry(lang.to_owned()).or_default();
                endings.push((fold.phrase(value), fold.phrase(of)));
            }
            "own-texts-only" => {
                self.own_texts.insert(lang.to_owned());
            }
            _ => self.lists.entry(of.to_owned()).or_default().push(Phrase::new(value, fold)),
        }
        Ok(())
    }

    fn word_set(&mut self, key: &str) -> Option<&mut Words> {
        Some(match key {
            "abbreviation" => &mut self.abbreviations,
            "language-noun" => &mut self.language_nouns,
            "language-noun-after" => &mut self.language_nouns_after,
            "language-preposition" => &mut self.language_prepositions,
            "abbreviation-number" => &mut self.abbreviations_of_numbers,
            "language-proclitic" => &mut self.language_proclitics,
            "enclitic" => &mut self.enclitics,
            "title-link" => &mut self.title_links,
            "counterpart" => &mut self.counterparts,
            "former" => &mut self.former,
            "between" => &mut self.between,
            "anaphor-not-after" => &mut self.anaphor_not_after,
            "anaphor-not-before" => &mut self.anaphor_not_before,
            "pair-conjunction" => &mut self.pair_conjunctions,
            "plural-office" => &mut self.plural_offices,
            _ => return self.names.word_set(key),
        })
    }

    fn add_title(&mut self, cells: &Cells<'_>, fold: &Fold) {
        let office = self.office(cells[2]).expect("the offices were gathered from the same rows");
        let form = match cells[1] {
            "title" => TitleForm::Before,
            "title-after" => TitleForm::After,
            _ => TitleForm::Of,
        };
        let words = fold.words(cells[3]).into_iter().map(|w| w.folded).collect();
        self.titles.push(Title { words, office, form });
    }

    /// Whether a folded word is among the commonest of some language.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        self.all_common.contains(word)
    }

    /// The index of a kind of office.
    #[must_use]
    pub fn office(&self, kind: &str) -> Option<u16> {
        self.offices.binary_search_by(|o| o.as_str().cmp(kind)).ok().and_then(|i| u16::try_from(i).ok())
    }
}

fn anaphor(row: Row, of: &str, value: &str) -> Result<Anaphor, (String, String)> {
    let wrong = || {
        (
            format!("unknown anaphor class {of:?}"),
            "write country, leader or side, a colon and a number".into(),
        )
    };
    let (scope, count) = of.split_once(':').ok_or_else(wrong)?;
    let scope = match scope {
        "country" => Scope::Country,
        "leader" => Scope::Leader,
        "side" => Scope::Side,
        _ => return Err(wrong()),
    };
    let count = count.parse().ok().filter(|n| (2..=9).contains(n)).ok_or_else(wrong)?;
    Ok(Anaphor { scope, count, text: value.to_owned(), row })
}
