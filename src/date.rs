//! Dates as newspapers and data rows give them: a year, a month or a day.

use jiff::civil::{Date, date};

/// First and last day that `text` (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`) may mean; `None` if it is no date.
pub(crate) fn interval(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())
            .flatten()
    };
    let year = number(parts.next()?, 4)?;
    let Some(month) = parts.next() else { return Some((date(year, 1, 1), date(year, 12, 31))) };
    let first = Date::new(year, i8::try_from(number(month, 2)?).ok()?, 1).ok()?;
    let Some(day) = parts.next() else { return Some((first, first.last_of_month())) };
    let day = Date::new(year, first.month(), i8::try_from(number(day, 2)?).ok()?).ok()?;
    parts.next().is_none().then_some((day, day))
}

/// The day that an ISO 8601 date or date-time (`2025-10-27T04:25:00Z`, `2025-10-27`) falls on, as written.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let head = text.get(..10)?;
    let rest_is_time = text[10..].chars().next().is_none_or(|c| matches!(c, 'T' | 't' | ' '));
    let (first, last) = interval(head)?;
    (rest_is_time && first == last).then_some(first)
}

/// The date as ISO 8601, `YYYY-MM-DD`; what a formatter does, without its cost, as every edge has two dates.
pub(crate) fn iso(date: Date) -> String {
    let digit = |n: i16, place: i16| char::from(b'0' + u8::try_from(n / place % 10).unwrap_or(0));
    let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
    let year = [1000, 100, 10, 1].map(|place| digit(year, place));
    let [month, day] = [month, day].map(|n| [digit(n, 10), digit(n, 1)]);
    let mut text = String::with_capacity(10);
    text.extend(year);
    text.push('-');
    text.extend(month);
    text.push('-');
    text.extend(day);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_makes_the_interval() {
        assert_eq!(interval("2024"), Some((date(2024, 1, 1), date(2024, 12, 31))));
        assert_eq!(interval("2024-02"), Some((date(2024, 2, 1), date(2024, 2, 29))));
        assert_eq!(interval("2024-02-03"), Some((date(2024, 2, 3), date(2024, 2, 3))));
        for wrong in ["", "24", "2024-13", "2024-02-30", "2024-02-03-04", "2024-2", "yesterday", "-024"] {
            assert_eq!(interval(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn iso_is_what_jiff_writes() {
        for day in [date(1, 2, 3), date(1991, 12, 26), date(2025, 10, 7), date(9999, 12, 31)] {
            assert_eq!(iso(day), day.to_string());
        }
    }

    #[test]
    fn a_time_of_day_is_let_pass() {
        assert_eq!(day("2025-10-27 04:25:00"), Some(date(2025, 10, 27)));
        assert_eq!(day(" 2025-10-27T04:25:00+03:00"), Some(date(2025, 10, 27)));
        assert_eq!(day("2025-10-271"), None);
        assert_eq!(day("27/10/2025"), None);
        assert_eq!(day("2025-10"), None);
    }
}
