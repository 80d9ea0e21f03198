//! A document to tokens and sentences.

use super::segments::Segments;
use super::{Document, sentence, token};
use crate::gazetteer::Gazetteer;

impl Segments {
    /// Segments a document anew.
    pub fn fill(&mut self, document: &Document, gazetteer: &Gazetteer) {
        self.folded.clear();
        self.tokens.clear();
        self.sentences.clear();
        token::scan(&document.text, document.body, gazetteer.fold(), self);
        sentence::split(document, gazetteer.languages(), self);
        let given = &document.language;
        let language = if given.is_empty() { self.guess(gazetteer.languages()) } else { given };
        self.language = language.to_owned();
    }
}
