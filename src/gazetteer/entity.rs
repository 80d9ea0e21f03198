//! What the gazetteer knows: entities with their labels and offices, and the forms that name them.

use std::fmt;

use jiff::civil::Date;

use super::row::Row;

/// The five types of the ontology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// Sovereign or de-facto state.
    Country,
    /// Named person in public office, past or present.
    Leader,
    /// Alliance, agency, company, movement, outlet.
    Organization,
    /// Route, pipeline, canal, cable, strait used as a route.
    Corridor,
    /// Region, sea, territory, city that does not mean a government.
    Place,
}

impl EntityType {
    /// All types, in the order of the ontology.
    pub const ALL: [Self; 5] = [Self::Country, Self::Leader, Self::Organization, Self::Corridor, Self::Place];

    /// The name used in ids and exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Leader => "leader",
            Self::Organization => "organization",
            Self::Corridor => "corridor",
            Self::Place => "place",
        }
    }

    /// The type that an id begins with, if the id is well formed.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        let (name, rest) = id.split_once(':')?;
        let kind = Self::ALL.into_iter().find(|t| t.name() == name)?;
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        let well_formed = match kind {
            Self::Country => rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_uppercase()),
            Self::Organization => !rest.is_empty() && rest.bytes().all(word),
            _ => !rest.is_empty() && rest.bytes().all(|b| word(b) && !b.is_ascii_uppercase()),
        };
        well_formed.then_some(kind)
    }
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// By its own name.
    Name,
    /// By an adjective or noun of belonging.
    Demonym,
    /// By its capital or seat of government.
    Metonym,
    /// By an office.
    Description,
    /// By a word for entities named before.
    Anaphor,
}

impl Reading {
    /// The name used in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Demonym => "demonym",
            Self::Metonym => "metonym",
            Self::Description => "description",
            Self::Anaphor => "anaphor",
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An entity's number within one gazetteer; numbers sort as ids do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIx(pub(crate) u32);

impl EntityIx {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Someone's time in an office.
#[derive(Clone, Debug)]
pub struct Tenure {
    /// Kind of office, an index into [`Languages::offices`](super::Languages::offices).
    pub office: u16,
    /// The country or body.
    pub body: EntityIx,
    /// First day it may have been held, if known.
    pub from: Option<Date>,
    /// Last day it may have been held; none while open.
    pub to: Option<Date>,
    /// Its data row.
    pub row: Row,
}

impl Tenure {
    /// Whether it was held on `date`.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

/// Something the gazetteer knows, under an id that outlives any run.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Canonical id, such as `country:KAZ`.
    pub id: String,
    /// Its type.
    pub kind: EntityType,
    /// Preferred English name.
    pub label: String,
    /// Preferred Arabic name.
    pub label_ar: String,
    /// The country that a national body acts for.
    pub country: Option<EntityIx>,
    /// What it lies in or belongs to.
    pub part_of: Option<EntityIx>,
    /// ISO 3166-1 alpha-2 code of a country.
    pub code: Option<String>,
    /// Offices held, in order of rows.
    pub tenures: Vec<Tenure>,
    /// The first row that speaks of it.
    pub row: Row,
}

impl Entity {
    /// The country a leader or national body acts for on `date` (or last, where that is unknown); itself for a
    /// country.
    #[must_use]
    pub fn country_on(
        &self,
        me: EntityIx,
        date: Option<Date>,
        countries: impl Fn(EntityIx) -> Option<EntityIx>,
    ) -> Option<EntityIx> {
        match self.kind {
            EntityType::Country => Some(me),
            EntityType::Leader => {
                let held = |t: &&Tenure| date.is_none_or(|d| t.from.is_none_or(|from| from <= d));
                let latest = self.tenures.iter().filter(held).max_by_key(|t| (t.to.is_none(), t.to, t.from));
                latest.or(self.tenures.first()).and_then(|t| countries(t.body))
            }
            _ => self.country,
        }
    }
}

/// What a surface form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An entity.
    Entity(EntityIx),
    /// An anaphor, an index into [`Languages::anaphors`](super::Languages::anaphors).
    Anaphor(u16),
    /// A noun that begins or ends names, an index into [`Names::heads`](super::Names::heads).
    Head(u16),
}

/// When a form may stand for its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Anywhere.
    Open,
    /// Only after the full name in the same document, or right after a title.
    AfterName,
}

/// What a demonym's ending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inflection {
    /// None that matters.
    Other,
    /// The masculine singular, which is also a family name.
    Base,
    /// Feminine singular: also the name of a language.
    Feminine,
    /// The bare adjective, which in English is the language too.
    Bare,
}

/// One way of writing an entity, and the data row that says so.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it stands for.
    pub target: Target,
    /// How it names it.
    pub reading: Reading,
    /// When it may.
    pub gate: Gate,
    /// It stands in a row as it is, and was not generated from one.
    pub listed: bool,
    /// What its ending says.
    pub inflection: Inflection,
    /// It is an internet address and may stand within one.
    pub address: bool,
    /// It ends in a full stop, which belongs to the mention where the text has it.
    pub stop: bool,
    /// Language of its row, as a code of two or three letters.
    pub language: [u8; 3],
    /// It counts only in texts of its language.
    pub own_texts: bool,
    /// Number of words.
    pub words: u8,
    /// Bit `i` is set where word `i` must begin with a capital.
    pub capitals: u16,
    /// Bit `i` is set where word `i` must be all capitals.
    pub acronyms: u16,
    /// Index into the gazetteer's cue groups; 0 is the empty group.
    pub cues: u32,
    /// When it named the entity, if only for a time: a capital that moved, a state that is gone.
    pub valid: (Option<Date>, Option<Date>),
    /// Its data row.
    pub row: Row,
    pub(super) rest: (u32, u32),
}

impl Form {
    /// Whether it names its entity on `date`; where that is unknown, whether it still does.
    #[must_use]
    pub fn is_valid(&self, date: Option<Date>) -> bool {
        let (from, to) = self.valid;
        match date {
            Some(date) => from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to),
            None => to.is_none(),
        }
    }
}
