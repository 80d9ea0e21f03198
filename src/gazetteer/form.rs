//! From a row to surface forms: alternatives, demonym inflection, capitals.

use jiff::civil::Date;

use super::entity::{Form, Gate, Inflection, Reading, Target};
use super::fold::Fold;
use super::language::Languages;
use super::row::Row;

const FEMININE: &str = "feminine singular";

/// A place in the arena of folded text.
pub(super) type Slice = (u32, u32);

/// The text of a place in an arena.
pub(super) fn slice(arena: &str, (start, end): Slice) -> &str {
    &arena[start as usize..end as usize]
}

/// A folded form with what it stands for, and the folded base that cues may name it by; both lie in the arena.
pub(super) struct Draft {
    pub(super) text: Slice,
    pub(super) base: Slice,
    pub(super) form: Form,
}

/// The forms of all rows, their folded text in one arena.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) arena: String,
    pub(super) list: Vec<Draft>,
}

impl Drafts {
    /// Room for the forms of about so many rows; growing would copy them over and over.
    pub(super) fn with_room(rows: usize) -> Self {
        const FORMS: usize = 3;
        const LENGTH: usize = 20;
        Self { arena: String::with_capacity(rows * FORMS * LENGTH), list: Vec::with_capacity(rows * FORMS) }
    }

    /// Adds those of another arena behind its own.
    pub(super) fn append(&mut self, other: Self) {
        let shift = end_of(&self.arena);
        self.arena.push_str(&other.arena);
        let moved = |(start, end): Slice| (start + shift, end + shift);
        self.list.extend(other.list.into_iter().map(|draft| Draft {
            text: moved(draft.text),
            base: moved(draft.base),
            form: draft.form,
        }));
    }
}

fn end_of(arena: &str) -> u32 {
    u32::try_from(arena.len()).expect("form arena below 4 GiB")
}

/// Makes the forms of one row.
pub(super) struct Maker<'a> {
    pub(super) fold: &'a Fold,
    pub(super) languages: &'a Languages,
}

/// What the forms of a row have in common.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) target: Target,
    pub(super) lang: &'a str,
    /// The forms count only in texts of their language.
    pub(super) own_texts: bool,
    pub(super) valid: (Option<Date>, Option<Date>),
    pub(super) row: Row,
}

impl Maker<'_> {
    /// A form as it is written. Nothing is added if it has no word, or more than 16.
    pub(super) fn plain(
        &self,
        value: &str,
        source: Source<'_>,
        reading: Reading,
        gate: Gate,
        drafts: &mut Drafts,
    ) {
        let start = end_of(&drafts.arena);
        self.fold.append_phrase(value, &mut drafts.arena);
        let text = (start, end_of(&drafts.arena));
        let spaces = slice(&drafts.arena, text).bytes().filter(|b| *b == b' ').count();
        let words = if text.0 == text.1 { 0 } else { 1 + spaces };
        let Some(words) = u8::try_from(words).ok().filter(|n| (1..=16).contains(n)) else {
            drafts.arena.truncate(start as usize);
            return;
        };
        let (capitals, acronyms) = self.fold.capitals(value);
        let form = Form {
            target: source.target,
            reading,
            gate,
            listed: true,
            inflection: Inflection::Other,
            address: is_address(value),
            stop: value.ends_with('.'),
            language: code(source.lang),
            own_texts: source.own_texts,
            words,
            capitals,
            acronyms: if words == 1 { acronyms } else { 0 },
            cues: 0,
            valid: source.valid,
            row: source.row,
            rest: (0, 0),
        };
        drafts.list.push(Draft { text, base: text, form });
    }

    /// An account name, found only behind `@`.
    pub(super) fn handle(&self, value: &str, source: Source<'_>, drafts: &mut Drafts) {
        let before = drafts.list.len();
        self.plain(value, source, Reading::Name, Gate::Open, drafts);
        let Some(draft) = drafts.list.get_mut(before) else { return };
        drafts.arena.truncate(draft.text.0 as usize);
        drafts.arena.push('@');
        drafts.arena.push_str(&value.trim_start_matches('@').to_lowercase());
        draft.text.1 = end_of(&drafts.arena);
        draft.base = draft.text;
        draft.form.words = 1;
        (draft.form.capitals, draft.form.acronyms) = (0, 0);
    }

    /// A demonym in all its forms. A language that has no article uses the bare adjective as the language's name.
    pub(super) fn demonym(&self, value: &str, source: Source<'_>, regular: bool, drafts: &mut Drafts) {
        let at = drafts.list.len();
        self.plain(value, source, Reading::Demonym, Gate::Open, drafts);
        let Some((base, words)) = drafts.list.get(at).map(|d| (d.text, d.form.words)) else { return };
        let languages = self.languages;
        let article = languages.articles.get(source.lang);
        let bare = match article {
            None if regular => Inflection::Bare,
            Some(_) if regular => Inflection::Base,
            _ => Inflection::Other,
        };
        let mut uninflected = languages.demonym_uninflected.get(source.lang).into_iter().flatten();
        let inflected =
            regular && words == 1 && !uninflected.any(|e| slice(&drafts.arena, base).ends_with(e.as_str()));
        let endings = languages.demonym_endings.get(source.lang).into_iter().flatten();
        let mut made = String::with_capacity(2 * value.len());
        let article = article.filter(|a| !value.starts_with(a.as_str()));
        let none = (String::new(), String::new());
        for prefix in [None, article].into_iter().take(1 + usize::from(article.is_some())) {
            for (class, ending) in std::iter::once(&none).chain(endings.clone().filter(|_| inflected)) {
                let inflection = match class.as_str() {
                    "" => bare,
                    FEMININE => Inflection::Feminine,
                    _ => Inflection::Other,
                };
                let i = if prefix.is_none() && ending.is_empty() {
                    at
                } else {
                    made.clear();
                    made.extend([prefix.map_or("", String::as_str), value, ending.as_str()]);
                    self.plain(&made, source, Reading::Demonym, Gate::Open, drafts);
                    drafts.list.len() - 1
                };
                let listed = slice(&drafts.arena, drafts.list[i].text) == slice(&drafts.arena, base);
                let draft = &mut drafts.list[i];
                draft.base = base;
                draft.form.listed = listed;
                draft.form.inflection = inflection;
                draft.form.acronyms = 0;
            }
        }
    }
}

/// A language code of two or three letters as a key.
pub(super) fn code(lang: &str) -> [u8; 3] {
    let bytes = lang.as_bytes();
    [0, 1, 2].map(|i| bytes.get(i).copied().unwrap_or(0))
}

/// `example.org`: no space, and a short last part behind a full stop.
fn is_address(value: &str) -> bool {
    let tail = value.rsplit_once('.').map_or("", |(_, tail)| tail);
    !tail.is_empty()
        && !value.contains(' ')
        && (2..=4).contains(&tail.len())
        && tail.bytes().all(|b| b.is_ascii_lowercase())
}
