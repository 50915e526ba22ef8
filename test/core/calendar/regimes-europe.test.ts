import { describeRegime } from './dated-table.ts';

// Each row: trigger day, length, settings beside the regime, last day. Settings: before, latest, counted, clear, roll=, mask=, set=.

describeRegime(
  'eu-1182-71',
  `
    Thursday 5 March 2026       | 1 month          |                                | Tuesday 7 April 2026        | the corresponding day is Easter Sunday
    Sunday 31 May 2026          | 1 month          |                                | Tuesday 30 June 2026        | no 31 June
    Friday 30 January 2026      | 1 month          |                                | Monday 2 March 2026         | no 30 February, and the 28th is a Saturday
    Monday 31 January 2028      | 1 month          |                                | Tuesday 29 February 2028    | leap year
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025     | no 29 February
    Tuesday 18 August 2026      | 1 week           |                                | Tuesday 25 August 2026      | ends on the weekday of the event
    Friday 6 March 2026         | 2 days           |                                | Tuesday 10 March 2026       | two days hold two working days
    Wednesday 23 December 2026  | 2 days           |                                | Monday 28 December 2026     | Christmas, and two working days
    Friday 27 March 2026        | 3 days           |                                | Tuesday 31 March 2026       | Friday over a weekend
    Friday 6 March 2026         | 1 day            |                                | Monday 9 March 2026         | one day needs no working days, but moves
    Wednesday 1 April 2026      | 2 days           |                                | Wednesday 8 April 2026      | Maundy Thursday to Easter Monday
    Wednesday 13 May 2026       | 1 week           |                                | Wednesday 20 May 2026
    Saturday 28 February 2026   | 3 months         |                                | Thursday 28 May 2026        | the date of the event, not the end of the month; Ascension week
    Saturday 24 October 2026    | 2 months         |                                | Thursday 24 December 2026   | Christmas Eve is a Thursday and no public holiday
    Wednesday 25 November 2026  | 1 month          |                                | Monday 28 December 2026     | Christmas Day
    Monday 15 June 2026         | 10 days          | before                         | Friday 5 June 2026          | counted back, not moved
    Thursday 16 April 2026      | 10 days          | before                         | Monday 6 April 2026         | Easter Monday, not moved
    Tuesday 31 March 2026       | 1 month          | before                         | Saturday 28 February 2026   | no 31 February
    Tuesday 7 April 2026        | 2 days           | before                         | Tuesday 31 March 2026       | two working days, counted back
`,
);

describeRegime(
  'dk-limitation',
  `
    Thursday 12 October 2023    | 3 years          |                                | Monday 12 October 2026      | a Monday
    Monday 5 June 2023          | 3 years          |                                | Monday 8 June 2026          | Constitution Day is a Friday
    Saturday 24 December 2022   | 3 years          |                                | Monday 29 December 2025     | Christmas Eve to the Monday after
    Sunday 31 December 2023     | 3 years          |                                | Monday 4 January 2027       | New Year's Eve to the Monday after New Year
    Wednesday 5 April 2023      | 3 years          |                                | Tuesday 7 April 2026        | Easter Sunday
    Thursday 29 February 2024   | 3 years          |                                | Monday 1 March 2027         | no 29 February; a Sunday
    Friday 28 February 2025     | 3 years          |                                | Monday 28 February 2028
    Sunday 14 May 2023          | 3 years          |                                | Friday 15 May 2026          | Ascension Day
    Thursday 25 May 2023        | 3 years          |                                | Tuesday 26 May 2026         | Whit Monday
    Monday 2 May 2022           | 1 year           |                                | Tuesday 2 May 2023
    Thursday 5 May 2022         | 1 year           |                                | Monday 8 May 2023           | Store Bededag 2023
    Wednesday 26 April 2023     | 1 year           |                                | Friday 26 April 2024        | which is no holiday in 2024
    Monday 26 December 2016     | 10 years         |                                | Monday 28 December 2026     | Second Christmas Day is a Saturday
    Wednesday 24 December 2025  | 1 year           |                                | Monday 28 December 2026
    Monday 1 May 2023           | 3 years          |                                | Friday 1 May 2026           | 1 May is an ordinary day
    Sunday 31 May 2026          | 1 month          |                                | Tuesday 30 June 2026
    Tuesday 3 November 2026     | 2 months         |                                | Monday 4 January 2027       | a Sunday
`,
);

describeRegime(
  'dk-contract',
  `
    Friday 15 May 2026          | 10 business days |                                | Monday 1 June 2026          | Whit Monday
    Friday 27 March 2026        | 5 business days  |                                | Wednesday 8 April 2026      | three Easter days
    Monday 11 May 2026          | 3 business days  |                                | Friday 15 May 2026          | Ascension Day
    Wednesday 3 June 2026       | 2 business days  |                                | Friday 5 June 2026          | Constitution Day counts
    Tuesday 22 December 2026    | 3 business days  |                                | Monday 28 December 2026     | Christmas Eve counts
    Monday 28 December 2026     | 4 business days  |                                | Monday 4 January 2027       | New Year's Eve counts
    Monday 1 May 2023           | 4 business days  |                                | Monday 8 May 2023           | Store Bededag 2023
    Monday 22 April 2024        | 4 business days  |                                | Friday 26 April 2024        | none in 2024
    Tuesday 30 June 2026        | 1 month          | latest                         | Sunday 31 May 2026          | one month to the end of June
    Saturday 28 February 2026   | 1 month          | latest                         | Saturday 31 January 2026    | one month to the end of February
    Monday 30 March 2026        | 1 month          | latest                         | Saturday 28 February 2026
    Thursday 31 December 2026   | 1 month          | latest                         | Monday 30 November 2026
    Saturday 31 January 2026    | 1 month          |                                | Saturday 28 February 2026   | no roll
    Friday 15 May 2026          | 10 business days | mask=1111110                   | Thursday 28 May 2026        | Saturdays count as hverdage
    Friday 25 December 2026     | 0 days           | roll=following                 | Monday 28 December 2026
    Monday 31 August 2026       | 20 business days |                                | Monday 28 September 2026    | export window
`,
);

describeRegime(
  'fi-150-1930',
  `
    Friday 10 December 2027     | 14 days          |                                | Monday 27 December 2027     | Christmas Eve is a Friday
    Thursday 10 December 2026   | 14 days          |                                | Monday 28 December 2026     | Christmas Eve, both holidays, a Sunday
    Friday 5 June 2026          | 14 days          |                                | Monday 22 June 2026         | Midsummer Eve
    Saturday 6 June 2026        | 14 days          |                                | Monday 22 June 2026         | Midsummer Day
    Sunday 22 November 2026     | 14 days          |                                | Monday 7 December 2026      | Independence Day is a Sunday
    Wednesday 22 November 2028  | 14 days          |                                | Thursday 7 December 2028    | Independence Day is a Wednesday
    Wednesday 1 April 2026      | 30 days          |                                | Monday 4 May 2026           | May Day is a Friday
    Thursday 30 April 2026      | 14 days          |                                | Friday 15 May 2026          | Ascension Day
    Thursday 17 December 2026   | 14 days          |                                | Thursday 31 December 2026   | New Year's Eve is an ordinary day
    Friday 18 December 2026     | 14 days          |                                | Monday 4 January 2027       | New Year's Day, then a weekend
    Wednesday 23 December 2026  | 14 days          |                                | Thursday 7 January 2027     | Epiphany
    Friday 20 March 2026        | 14 days          |                                | Tuesday 7 April 2026        | Good Friday
    Monday 23 March 2026        | 14 days          |                                | Tuesday 7 April 2026        | Easter Monday
    Saturday 17 October 2026    | 14 days          |                                | Monday 2 November 2026      | All Saints' Day
    Saturday 31 January 2026    | 1 month          |                                | Monday 2 March 2026         | no 31 February; a Saturday
    Monday 31 August 2026       | 6 months         |                                | Monday 1 March 2027         | a Sunday
    Wednesday 30 September 2026 | 30 days          | before                         | Monday 31 August 2026       | on the same basis
    Tuesday 31 March 2026       | 1 month          | before                         | Saturday 28 February 2026
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
`,
);

describeRegime(
  'ro-civil-code',
  `
    Monday 4 May 2026           | 10 days          |                                | Friday 15 May 2026          | neither first nor last day
    Wednesday 1 April 2026      | 9 days           |                                | Tuesday 14 April 2026       | Orthodox Easter weekend
    Monday 20 April 2026        | 10 days          |                                | Monday 4 May 2026           | 1 May is a Friday
    Wednesday 20 May 2026       | 10 days          |                                | Tuesday 2 June 2026         | Whitsun and Children's Day
    Thursday 19 November 2026   | 10 days          |                                | Wednesday 2 December 2026   | St Andrew and the National Day
    Monday 14 December 2026     | 10 days          |                                | Monday 28 December 2026     | Christmas is a Friday
    Monday 21 December 2026     | 10 days          |                                | Monday 4 January 2027       | New Year, then a weekend
    Tuesday 4 August 2026       | 10 days          |                                | Monday 17 August 2026       | St Mary is a Saturday
    Monday 12 January 2026      | 11 days          |                                | Monday 26 January 2026      | Union Day is a Saturday
    Friday 26 December 2025     | 10 days          |                                | Thursday 8 January 2026     | Epiphany
    Saturday 31 January 2026    | 1 month          |                                | Monday 2 March 2026         | no 31 February; a Saturday
    Tuesday 18 August 2026      | 1 week           |                                | Tuesday 25 August 2026
    Tuesday 10 March 2026       | 1 month          |                                | Tuesday 14 April 2026       | Orthodox Good Friday
    Friday 13 March 2026        | 1 month          |                                | Tuesday 14 April 2026       | Orthodox Easter Monday
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
    Friday 14 April 2023        | 3 years          |                                | Tuesday 14 April 2026
    Friday 15 May 2026          | 10 days          | before                         | Monday 4 May 2026           | clear, counted back
    Tuesday 31 March 2026       | 1 month          | before                         | Saturday 28 February 2026
    Friday 20 November 2026     | 15 business days |                                | Tuesday 15 December 2026    | St Andrew and the National Day
`,
);
