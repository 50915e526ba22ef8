import { describeRegime } from './dated-table.ts';

// Each row: trigger day, length, settings beside the regime, last day. Settings: before, latest, counted, clear, roll=, mask=, set=.

describeRegime(
  'de-bgb',
  `
    Tuesday 18 August 2026      | 1 week           |                                | Tuesday 25 August 2026      | § 188(2): the same weekday
    Tuesday 1 February 2028     | 1 month          | counted roll=none              | Tuesday 29 February 2028    | § 187(2): the day before the corresponding day
    Friday 30 January 2026      | 1 month          | counted roll=none              | Saturday 28 February 2026   | no 30 February: its last day, not the 27th
    Thursday 29 January 2026    | 1 month          | counted roll=none              | Saturday 28 February 2026
    Wednesday 28 January 2026   | 1 month          | counted roll=none              | Friday 27 February 2026
    Saturday 31 January 2026    | 1 month          |                                | Monday 2 March 2026         | § 188(3), then § 193: the 28th is a Saturday
    Tuesday 3 March 2026        | 1 month          |                                | Tuesday 7 April 2026        | Good Friday and Easter
    Friday 17 April 2026        | 2 weeks          |                                | Monday 4 May 2026           | 1 May
    Thursday 30 April 2026      | 2 weeks          |                                | Friday 15 May 2026          | Ascension Day
    Saturday 19 September 2026  | 14 days          |                                | Monday 5 October 2026       | German Unity Day is a Saturday
    Wednesday 25 November 2026  | 1 month          |                                | Monday 28 December 2026     | both Christmas days, then a Sunday
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
    Monday 11 May 2026          | 2 weeks          |                                | Tuesday 26 May 2026         | Whit Monday
    Thursday 21 May 2026        | 2 weeks          | set=DE-BY                      | Friday 5 June 2026          | Corpus Christi, in Bavaria
    Thursday 21 May 2026        | 2 weeks          |                                | Thursday 4 June 2026        | and in Germany at large
    Tuesday 30 June 2026        | 2 weeks          | before                         | Monday 15 June 2026         | whole days in between
    Tuesday 30 June 2026        | 1 month          | before                         | Friday 29 May 2026
    Monday 7 December 2026      | 30 days          |                                | Wednesday 6 January 2027    | counts through New Year
    Friday 21 August 2026       | 10 business days | mask=1111110                   | Wednesday 2 September 2026  | Werktage include Saturday
`,
);

describeRegime(
  'de-bgb-notice',
  `
    Tuesday 18 August 2026      | 1 week           |                                | Tuesday 25 August 2026
    Saturday 15 August 2026     | 1 week           |                                | Saturday 22 August 2026     | a Saturday stays
    Sunday 16 August 2026       | 2 weeks          |                                | Sunday 30 August 2026       | a Sunday stays
    Wednesday 25 November 2026  | 1 month          |                                | Friday 25 December 2026     | Christmas Day stays
    Wednesday 1 April 2026      | 1 month          |                                | Friday 1 May 2026           | 1 May stays
    Saturday 31 January 2026    | 1 month          |                                | Saturday 28 February 2026   | § 188(3)
    Saturday 31 January 2026    | 3 months         |                                | Thursday 30 April 2026
    Tuesday 30 June 2026        | 1 month          | before                         | Friday 29 May 2026
    Thursday 31 December 2026   | 3 months         | before                         | Tuesday 29 September 2026
    Thursday 31 December 2026   | 4 weeks          | before                         | Wednesday 2 December 2026
    Thursday 31 December 2026   | 6 weeks          | before                         | Wednesday 18 November 2026
    Tuesday 31 March 2026       | 1 month          | before                         | Friday 27 February 2026     | no 31 February
    Wednesday 30 September 2026 | 2 weeks          | before                         | Tuesday 15 September 2026
    Wednesday 1 July 2026       | 1 month          | counted                        | Friday 31 July 2026
    Wednesday 1 July 2026       | 28 days          | counted                        | Tuesday 28 July 2026
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
`,
);

describeRegime(
  'contract',
  `
    Friday 15 January 2027      | 30 days          | before                         | Wednesday 16 December 2026  | notice of new terms
    Monday 18 May 2026          | 15 business days |                                | Tuesday 9 June 2026         | Memorial Day
    Friday 20 November 2026     | 15 business days |                                | Monday 14 December 2026     | Thanksgiving
    Friday 20 November 2026     | 30 days          |                                | Sunday 20 December 2026     | no roll: a Sunday
    Friday 20 November 2026     | 90 days          |                                | Thursday 18 February 2027
    Tuesday 30 June 2026        | 1 month          | latest                         | Sunday 31 May 2026          | one month to the end
    Sunday 28 February 2027     | 1 month          | latest                         | Sunday 31 January 2027      | 31 January, not the 28th
    Monday 30 March 2026        | 1 month          | latest                         | Saturday 28 February 2026   | 28 February
    Thursday 15 January 2026    | 6 months         |                                | Wednesday 15 July 2026
    Thursday 1 February 2024    | 3 years          |                                | Monday 1 February 2027
    Thursday 29 February 2024   | 3 years          |                                | Sunday 28 February 2027
    Tuesday 20 October 2026     | 7 days           | counted                        | Monday 26 October 2026      | a seven-day trial
    Saturday 31 October 2026    | 1 day            | roll=modifiedFollowing         | Monday 2 November 2026
    Friday 30 October 2026      | 1 day            | roll=modifiedFollowing         | Friday 30 October 2026      | Saturday 31 October stays in the month
    Friday 30 October 2026      | 1 day            | roll=following                 | Monday 2 November 2026
    Friday 31 July 2026         | 1 day            | roll=modifiedPreceding         | Monday 3 August 2026        | Saturday 1 August stays in the month
    Friday 31 July 2026         | 1 day            | roll=preceding                 | Friday 31 July 2026
    Thursday 12 November 2026   | 3 business days  | before clear                   | Thursday 5 November 2026
    Wednesday 25 November 2026  | 2 business days  | counted                        | Friday 27 November 2026
    Thursday 26 November 2026   | 2 business days  | counted                        | Monday 30 November 2026     | starting on Thanksgiving
    Sunday 1 March 2026         | 12 months        | counted                        | Sunday 28 February 2027     | a term of twelve months
    Thursday 24 December 2026   | 1 year of 365 days |                                | Friday 24 December 2027
    Friday 24 December 2027     | 1 year of 365 days |                                | Saturday 23 December 2028   | over a leap day
    Wednesday 25 November 2026  | 3 business days  | latest                         | Sunday 22 November 2026
`,
);
