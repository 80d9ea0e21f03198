//! From a row to surface forms: alternatives, demonym inflection, capitals.

use super::entity::{Form, Gate, Inflection, Reading, Target};
use super::fold::Fold;
use super::language::Languages;
use super::row::Row;

const FEMININE: &str = "feminine singular";

/// A folded form with what it stands for, and the folded base that cues may name it by.
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) base: Option<String>,
    pub(super) form: Form,
}

/// Makes the forms of one row.
pub(super) struct Maker<'a> {
    pub(super) fold: &'a Fold,
    pub(super) languages: &'a Languages,
}

impl Maker<'_> {
    /// A form as it is written.
    pub(super) fn plain(
        &self,
        value: &str,
        target: Target,
        reading: Reading,
        gate: Gate,
        row: Row,
    ) -> Option<Draft> {
        let text = self.fold.phrase(value);
        let words = if text.is_empty() { 0 } else { 1 + text.bytes().filter(|b| *b == b' ').count() };
        let (capitals, acronyms) = self.fold.capitals(value);
        let form = Form {
            target,
            reading,
            gate,
            listed: true,
            inflection: Inflection::Other,
            address: is_address(value),
            stop: value.ends_with('.'),
            words: u8::try_from(words).ok().filter(|n| (1..=16).contains(n))?,
            capitals,
            acronyms: if words == 1 { acronyms } else { 0 },
            cues: 0,
            valid: (None, None),
            row,
            rest: (0, 0),
        };
        Some(Draft { base: None, text, form })
    }

    /// An account name, found only behind `@`.
    pub(super) fn handle(&self, value: &str, target: Target, row: Row) -> Option<Draft> {
        let mut draft = self.plain(value, target, Reading::Name, Gate::Open, row)?;
        draft.text = format!("@{}", value.trim_start_matches('@').to_lowercase());
        draft.form.words = 1;
        (draft.form.capitals, draft.form.acronyms) = (0, 0);
        Some(draft)
    }

    /// A demonym in all its forms. A language that has no article uses the bare adjective as the language's name.
    pub(super) fn demonym(
        &self,
        value: &str,
        lang: &str,
        target: Target,
        row: Row,
        regular: bool,
    ) -> Vec<Draft> {
        let Some(base) = self.plain(value, target, Reading::Demonym, Gate::Open, row) else {
            return Vec::new();
        };
        let languages = self.languages;
        let article = languages.articles.get(lang);
        let uninflected = languages.demonym_uninflected.get(lang).into_iter().flatten();
        let inflected = regular
            && base.form.words == 1
            && !uninflected.into_iter().any(|e| base.text.ends_with(e.as_str()));
        let bare = if article.is_none() && regular { Inflection::Bare } else { Inflection::Other };
        let mut written = vec![(value.to_owned(), bare)];
        for (class, ending) in languages.demonym_endings.get(lang).into_iter().flatten().filter(|_| inflected)
        {
            let inflection = if class == FEMININE { Inflection::Feminine } else { Inflection::Other };
            written.push((format!("{value}{ending}"), inflection));
        }
        let article = article.filter(|a| !value.starts_with(a.as_str()));
        let with_article = |(form, i): &(String, Inflection)| article.map(|a| (format!("{a}{form}"), *i));
        let definite: Vec<_> = written.iter().filter_map(with_article).collect();
        let mut drafts = Vec::new();
        for (form, inflection) in written.into_iter().chain(definite) {
            if let Some(mut draft) = self.plain(&form, target, Reading::Demonym, Gate::Open, row) {
                draft.base = Some(base.text.clone());
                draft.form.listed = draft.text == base.text;
                draft.form.inflection = inflection;
                draft.form.acronyms = 0;
                drafts.push(draft);
            }
        }
        drafts
    }
}

/// `example.org`: no space, and a short last part behind a full stop.
fn is_address(value: &str) -> bool {
    let tail = value.rsplit_once('.').map_or("", |(_, tail)| tail);
    !tail.is_empty()
        && !value.contains(' ')
        && (2..=4).contains(&tail.len())
        && tail.bytes().all(|b| b.is_ascii_lowercase())
}
