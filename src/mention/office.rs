//! Offices: "the Turkish president" is the office holder on the document's date, unless the name stands beside it.

use std::collections::BTreeMap;

use super::Unlisted;
use super::candidate::{Candidate, Scene};
use super::discourse::Discourse;
use crate::document::{Sentence, Span};
use crate::gazetteer::{EntityIx, EntityType, Languages, Reading, Row, Target, Tenure, Title, TitleForm};

/// Titles by their last and first word, so that a look at a country's neighbours finds them.
pub(super) struct Titles {
    by_last: BTreeMap<String, Vec<usize>>,
    by_first: BTreeMap<String, Vec<usize>>,
}

/// A title found beside a country: its tokens, and the kinds of office it may mean.
struct Titled {
    tokens: (usize, usize),
    start: u32,
    offices: Vec<u16>,
    former: bool,
}

/// What a title beside a country turned out to speak of.
pub(super) enum Office {
    /// Whoever holds it.
    Held(Description),
    /// Somebody whom the gazetteer lacks and the text names.
    Unlisted(Unlisted),
}

/// A country mention with a title and no name.
pub(super) struct Description {
    pub(super) span: Span,
    pub(super) entity: EntityIx,
    pub(super) row: Row,
}

impl Titles {
    pub(super) fn new(languages: &Languages) -> Self {
        let mut titles = Self { by_last: BTreeMap::new(), by_first: BTreeMap::new() };
        for (i, title) in languages.titles.iter().enumerate() {
            let (Some(first), Some(last)) = (title.words.first(), title.words.last()) else { continue };
            titles.by_last.entry(last.clone()).or_default().push(i);
            titles.by_first.entry(first.clone()).or_default().push(i);
        }
        titles
    }
}

impl Scene<'_, '_> {
    /// What the title beside mention `at` speaks of: its holder, or somebody unlisted whose name stands beside it; nothing
    /// where a listed name does. Remembers the office.
    pub(super) fn describe(
        &self,
        titles: &Titles,
        sentence: &Sentence,
        mentions: &[Candidate<'_>],
        at: usize,
        discourse: &mut Discourse,
    ) -> Option<Office> {
        let mention = mentions[at];
        let Target::Entity(body) = mention.target() else { return None };
        let kind = self.gazetteer.entity(body).kind;
        if kind == EntityType::Leader {
            self.remember_office(titles, sentence, &mention, body, discourse);
            return None;
        }
        if !matches!(kind, EntityType::Country | EntityType::Organization) {
            return None;
        }
        let titled = self.title_beside(titles, sentence, &mention, discourse)?;
        // A title that begins the next mention belongs to that.
        if mentions.get(at + 1).is_some_and(|next| next.tokens.0 < titled.tokens.1) {
            return None;
        }
        discourse.offices.clone_from(&titled.offices);
        if self.leader_beside(sentence, mentions, at, &titled, body) {
            return None;
        }
        let tokens = (titled.tokens.0.min(mention.tokens.0), titled.tokens.1.max(mention.tokens.1));
        let name = self.person_beside(sentence, mentions, at, tokens);
        if let Some(mut name) = name {
            name.office = self.office_of(&titled, body).map(|office| (office, body));
            return Some(Office::Unlisted(name));
        }
        if self.is_name_begun(sentence, mentions, at, tokens.1) {
            return None;
        }
        let (entity, row) = self.holder(body, &titled, discourse).unwrap_or((body, mention.form.row));
        let start = titled.start.min(mention.span.start);
        let end = self.segments.tokens[titled.tokens.1 - 1].span.end.max(mention.span.end);
        Some(Office::Held(Description { span: Span { start, end }, entity, row }))
    }

    /// The kind of office that a title means in a country or body: the only one, else one that somebody listed holds there.
    fn office_of(&self, titled: &Titled, body: EntityIx) -> Option<u16> {
        let held = |office: &&u16| {
            let tenures = |e: EntityIx| self.gazetteer.entity(e).tenures.iter();
            let holds = |e: EntityIx| tenures(e).any(|t| t.body == body && t.office == **office);
            self.gazetteer.office_holders(body).any(holds)
        };
        match titled.offices[..] {
            _ if titled.former => None,
            [only] => Some(only),
            ref several => several.iter().find(held).copied(),
        }
    }

    /// A leader's title, or else the office held, is what "counterpart" repeats.
    fn remember_office(
        &self,
        titles: &Titles,
        sentence: &Sentence,
        mention: &Candidate<'_>,
        leader: EntityIx,
        discourse: &mut Discourse,
    ) {
        let held = &self.gazetteer.entity(leader).tenures;
        let titled = self.titles_before(titles, sentence, mention.tokens.0, |f| f == TitleForm::Before);
        let offices: Vec<u16> = match titled {
            Some(titled) => titled.offices,
            None => {
                let on_date = held.iter().filter(|t| discourse.date.is_none_or(|d| t.covers(d)));
                on_date.max_by_key(|t| t.from).map(|t| t.office).into_iter().collect()
            }
        };
        if !offices.is_empty() {
            discourse.offices = offices;
        }
    }

    fn title_beside(
        &self,
        titles: &Titles,
        sentence: &Sentence,
        mention: &Candidate<'_>,
        discourse: &Discourse,
    ) -> Option<Titled> {
        let demonym = mention.form.reading == Reading::Demonym;
        let (first, end) = mention.tokens;
        let before = match (demonym, mention.stripped, mention.preposition) {
            (true, 0, _) => self.titles_before(titles, sentence, first, |f| f == TitleForm::Before),
            (false, 0, _) => self.titles_before(titles, sentence, first, |f| f == TitleForm::Of),
            (false, _, true) => self.titles_before(titles, sentence, first, |f| f == TitleForm::Before),
            _ => None,
        };
        let counterpart =
            || self.counterpart(sentence, first, end, discourse).filter(|_| demonym && mention.stripped == 0);
        let linked = || self.title_linked(titles, sentence, first);
        let found =
            before.or_else(|| self.title_after(titles, sentence, end)).or_else(linked).or_else(counterpart);
        found.map(|mut titled| {
            let languages = self.gazetteer.languages();
            let beside = [titled.tokens.0.min(first).wrapping_sub(1), titled.tokens.1.max(end)];
            let inside = |i: &&usize| sentence.tokens.contains(*i);
            titled.former |=
                beside.iter().filter(inside).any(|i| languages.former.contains(self.segments.word(*i)));
            titled
        })
    }

    /// The longest title that ends right before token `first`.
    fn titles_before(
        &self,
        titles: &Titles,
        sentence: &Sentence,
        first: usize,
        form: impl Fn(TitleForm) -> bool,
    ) -> Option<Titled> {
        let languages = self.gazetteer.languages();
        if first == sentence.tokens.start || !self.adjacent(first - 1) {
            return None;
        }
        let fits = |title: &&Title| {
            let length = title.words.len();
            form(title.form)
                && first >= sentence.tokens.start + length
                && self.phrase_at(first - length, title.words.iter().map(String::as_str))
                && !(title.form == TitleForm::Of && self.has_article(first - length, &title.words[0]))
        };
        languages.find_stem(self.segments.word(first - 1), |word| {
            let listed = titles.by_last.get(word)?.iter().map(|i| &languages.titles[*i]);
            self.longest(listed.filter(fits), |length| first - length)
        })
    }

    /// Whether the article stands before `word` in token `i`: then no name follows that it would belong to.
    fn has_article(&self, i: usize, word: &str) -> bool {
        let Some(before) = self.segments.word(i).strip_suffix(word) else { return false };
        self.gazetteer.languages().articles.values().any(|article| before.ends_with(article.as_str()))
    }

    /// The longest title that begins at token `end`, after a demonym or possessive.
    fn title_after(&self, titles: &Titles, sentence: &Sentence, end: usize) -> Option<Titled> {
        let languages = self.gazetteer.languages();
        let possessive =
            sentence.tokens.contains(&end) && languages.enclitics.contains(self.segments.word(end));
        let at = end + usize::from(possessive);
        if at >= sentence.tokens.end || !self.adjacent(at - 1) {
            return None;
        }
        let listed = titles.by_first.get(self.segments.word(at))?.iter().map(|i| &languages.titles[*i]);
        let fits = |title: &&Title| {
            let room = at + title.words.len() <= sentence.tokens.end;
            title.form == TitleForm::After && room && self.exact_phrase(at, &title.words)
        };
        self.longest(listed.filter(fits), |_| at)
    }

    /// A title, a link word, and then the country: "president of".
    fn title_linked(&self, titles: &Titles, sentence: &Sentence, first: usize) -> Option<Titled> {
        let languages = self.gazetteer.languages();
        for length in [2, 1] {
            let link = first.checked_sub(length).filter(|at| *at > sentence.tokens.start)?;
            let words: Vec<&str> = (link..first).map(|i| self.segments.word(i)).collect();
            if !languages.title_links.contains(&words.join(" ")) {
                continue;
            }
            let listed =
                titles.by_last.get(self.segments.word(link - 1))?.iter().map(|i| &languages.titles[*i]);
            let fits = |title: &&Title| {
                let length = title.words.len();
                title.form == TitleForm::After
                    && link >= sentence.tokens.start + length
                    && self.exact_phrase(link - length, &title.words)
            };
            return self.longest(listed.filter(fits), |length| link - length);
        }
        None
    }

    fn exact_phrase(&self, at: usize, words: &[String]) -> bool {
        words.iter().zip(at..).all(|(word, i)| self.segments.word(i) == word)
    }

    fn longest<'t>(
        &self,
        fitting: impl Iterator<Item = &'t Title>,
        start: impl Fn(usize) -> usize,
    ) -> Option<Titled> {
        let fitting: Vec<&Title> = fitting.collect();
        let length = fitting.iter().map(|t| t.words.len()).max()?;
        let offices = fitting.iter().filter(|t| t.words.len() == length).map(|t| t.office).collect();
        let first = start(length);
        let words = &fitting.iter().find(|t| t.words.len() == length)?.words;
        Some(Titled {
            tokens: (first, first + length),
            start: self.word_start(first, &words[0]),
            offices,
            former: false,
        })
    }

    /// Where `word` begins in a token that may carry clitics before it.
    fn word_start(&self, i: usize, word: &str) -> u32 {
        let clitics = self.gazetteer.languages().attached(self.segments.word(i), word).unwrap_or(0);
        let token = &self.segments.tokens[i];
        self.segments.offset_after(&self.document.text, token, clitics, self.gazetteer.fold())
    }

    fn counterpart(
        &self,
        sentence: &Sentence,
        first: usize,
        end: usize,
        discourse: &Discourse,
    ) -> Option<Titled> {
        let languages = self.gazetteer.languages();
        let is_counterpart = |i: usize| {
            let word = self.segments.word(i);
            sentence.tokens.contains(&i) && languages.counterparts.iter().any(|c| languages.is_word(word, c))
        };
        let before = first.checked_sub(1).filter(|i| is_counterpart(*i) && self.adjacent(*i));
        let at = before.or_else(|| Some(end).filter(|i| is_counterpart(*i) && self.adjacent(end - 1)))?;
        let start = self.segments.tokens[at].span.start;
        Some(Titled { tokens: (at, at + 1), start, offices: discourse.offices.clone(), former: false })
    }

    /// Whether the name of a listed leader stands beside title and country.
    fn leader_beside(
        &self,
        sentence: &Sentence,
        mentions: &[Candidate<'_>],
        at: usize,
        titled: &Titled,
        body: EntityIx,
    ) -> bool {
        let languages = self.gazetteer.languages();
        let leader = |c: &Candidate<'_>| match c.target() {
            Target::Entity(e) if self.gazetteer.entity(e).kind == EntityType::Leader => Some(e),
            _ => None,
        };
        let end = self.past_between(sentence, titled.tokens.1.max(mentions[at].tokens.1));
        let next = mentions[at + 1..].iter().find(|c| c.tokens.0 >= end);
        if next.is_some_and(|c| c.tokens.0 == end && c.stripped == 0 && leader(c).is_some()) {
            return true;
        }
        let mut begin = titled.tokens.0.min(mentions[at].tokens.0);
        while begin > sentence.tokens.start && languages.between.contains(self.segments.word(begin - 1)) {
            begin -= 1;
        }
        let previous = mentions[..at].iter().rev().find(|c| c.tokens.1 <= begin);
        let served = |e: EntityIx| {
            let country = self.gazetteer.country_of(e, self.document.date);
            self.gazetteer.entity(e).tenures.iter().any(|t| t.body == body) || country == Some(body)
        };
        previous.filter(|c| c.tokens.1 == begin).and_then(leader).is_some_and(served)
    }

    /// The token after `end` and the words that may stand between title and name.
    pub(super) fn past_between(&self, sentence: &Sentence, mut end: usize) -> usize {
        let between = &self.gazetteer.languages().between;
        while end < sentence.tokens.end && between.contains(self.segments.word(end)) {
            end += 1;
        }
        end
    }

    /// Whether a name begins right after title and country, even if only one word of it is known for one: a capital, or
    /// a given name.
    fn is_name_begun(&self, sentence: &Sentence, mentions: &[Candidate<'_>], at: usize, end: usize) -> bool {
        let first = self.past_between(sentence, end);
        let listed = mentions[at + 1..].iter().find(|c| c.tokens.0 >= first);
        // Also in quotes or brackets.
        let gap = |i: usize| {
            let tokens = &self.segments.tokens;
            Span { start: tokens[i].span.end, end: tokens[i + 1].span.start }.of(&self.document.text)
        };
        let opened = |i: usize| matches!(gap(i).trim(), "(" | "\"" | "\u{201C}" | "\u{AB}");
        first < sentence.tokens.end
            && (self.adjacent(first - 1) || opened(first - 1))
            && listed.is_none_or(|c| c.tokens.0 != first)
            && !self.gazetteer.languages().names.vocabulary.contains(self.segments.word(first))
            && (self.segments.tokens[first].capital || self.is_given_name(self.segments.word(first)))
    }

    /// Whether only a space stands after token `i`.
    pub(super) fn adjacent(&self, i: usize) -> bool {
        let tokens = &self.segments.tokens;
        let Some(next) = tokens.get(i + 1) else { return false };
        let gap = Span { start: tokens[i].span.end, end: next.span.start }.of(&self.document.text);
        gap.trim().is_empty() || matches!(gap, "'" | "\u{2019}" | "-")
    }

    /// Who held the office on the document's date; if that is unknown, who was named and ever held it.
    fn holder(&self, body: EntityIx, titled: &Titled, discourse: &Discourse) -> Option<(EntityIx, Row)> {
        if titled.former {
            return None;
        }
        let held = |e: EntityIx, test: &dyn Fn(&Tenure) -> bool| {
            // Whoever was only discovered held the office somewhere, some time.
            let listed = !self.gazetteer.is_provisional(e);
            let mut tenures = self.gazetteer.entity(e).tenures.iter().filter(|_| listed);
            let languages = self.gazetteer.languages();
            let one =
                |t: &Tenure| !languages.plural_offices.contains(&languages.offices[usize::from(t.office)]);
            let fits =
                |t: &&Tenure| t.body == body && titled.offices.contains(&t.office) && one(t) && test(t);
            tenures.find(fits).map(|t| (e, t.row))
        };
        let Some(date) = discourse.date else {
            return discourse.latest_named(|e| held(e, &|_| true).is_some()).and_then(|e| held(e, &|_| true));
        };
        let covers = |t: &Tenure| t.from.is_some() && t.covers(date);
        let mut holders = self.gazetteer.office_holders(body).filter_map(|e| held(e, &covers));
        let first = holders.next()?;
        // On the day of a change two hold the office, and nothing says which of them is meant.
        holders.next().is_none().then_some(first)
    }
}
