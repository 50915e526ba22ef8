import { describeRegime } from './dated-table.ts';

// Each row: trigger day, length, settings beside the regime, last day. Settings: before, latest, counted, clear, roll=, mask=, set=.

describeRegime(
  'us-frcp-6a',
  `
    Saturday 22 August 2026     | 14 days          |                                | Tuesday 8 September 2026    | Labor Day follows the weekend
    Monday 21 September 2026    | 14 days          | before                         | Friday 4 September 2026     | Labor Day, counted back
    Saturday 18 August 2007     | 14 days          | set=x:2007-09-03               | Tuesday 4 September 2007    | the committee note: Saturday 1 September runs past Labor Day
    Saturday 15 September 2007  | 14 days          | before set=x:2007-09-03        | Friday 31 August 2007       | and counted back it ends on Friday
    Friday 5 June 2026          | 14 days          |                                | Monday 22 June 2026         | Juneteenth is a Friday
    Saturday 20 June 2026       | 14 days          |                                | Monday 6 July 2026          | Independence Day is a Saturday, observed on Friday
    Friday 19 June 2026         | 14 days          |                                | Monday 6 July 2026          | the observed Friday
    Saturday 11 December 2027   | 14 days          |                                | Monday 27 December 2027     | Christmas is a Saturday, observed on Friday
    Friday 10 December 2027     | 21 days          |                                | Monday 3 January 2028       | New Year 2028 is a Saturday, observed on Friday 31 December 2027
    Thursday 5 November 2026    | 21 days          |                                | Friday 27 November 2026     | Thanksgiving; the Friday after is an ordinary day
    Wednesday 28 October 2026   | 14 days          |                                | Thursday 12 November 2026   | Veterans Day
    Monday 16 November 2026     | 14 days          | before                         | Monday 2 November 2026      | Monday 2 November
    Monday 5 January 2026       | 14 days          |                                | Tuesday 20 January 2026     | Martin Luther King Day
    Monday 23 February 2026     | 7 days           | before                         | Friday 13 February 2026     | Washington's Birthday, back over the weekend
    Saturday 31 January 2026    | 1 month          |                                | Monday 2 March 2026         | the corresponding day is missing and the 28th a Saturday
    Friday 10 July 2026         | 60 days          |                                | Tuesday 8 September 2026
    Monday 12 October 2026      | 30 days          |                                | Thursday 12 November 2026   | Veterans Day
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025     | no 29 February
    Friday 10 July 2026         | 6 days           | before                         | Thursday 2 July 2026        | Saturday 4 July, back to Thursday since Friday is observed
`,
);

describeRegime(
  'us-de-superior',
  `
    Monday 10 August 2026       | 10 days          |                                | Monday 24 August 2026       | weekends left out
    Monday 10 August 2026       | 11 days          |                                | Friday 21 August 2026       | every day counts
    Friday 20 November 2026     | 5 days           |                                | Tuesday 1 December 2026     | Thanksgiving and the day after
    Friday 20 November 2026     | 10 days          |                                | Tuesday 8 December 2026
    Friday 20 November 2026     | 11 days          |                                | Tuesday 1 December 2026     | ends earlier than 10 days do
    Friday 30 October 2026      | 3 days           |                                | Thursday 5 November 2026    | the election day of an even year
    Friday 31 October 2025      | 3 days           |                                | Wednesday 5 November 2025   | no election day in odd years
    Friday 27 March 2026        | 5 days           |                                | Monday 6 April 2026         | Good Friday
    Monday 9 February 2026      | 5 days           |                                | Monday 16 February 2026     | no Presidents' Day
    Tuesday 6 October 2026      | 4 days           |                                | Monday 12 October 2026      | no Columbus Day
    Saturday 20 June 2026       | 14 days          |                                | Monday 6 July 2026          | Saturday 4 July, observed on Friday
    Monday 15 June 2026         | 5 days           |                                | Tuesday 23 June 2026        | Juneteenth
    Monday 13 December 2027     | 12 days          |                                | Monday 27 December 2027     | Christmas is a Saturday
    Wednesday 26 August 2026    | 12 days          |                                | Tuesday 8 September 2026    | Labor Day
    Saturday 31 January 2026    | 1 month          |                                | Monday 2 March 2026
    Tuesday 1 December 2026     | 30 days          |                                | Thursday 31 December 2026   | New Year's Eve is an ordinary day
    Monday 30 November 2026     | 10 days          | before                         | Thursday 12 November 2026   | short and counted back
    Friday 4 December 2026      | 20 days          | before                         | Saturday 14 November 2026   | a Saturday; counted back, it does not move
`,
);

describeRegime(
  'us-de-supreme',
  `
    Monday 10 August 2026       | 6 days           |                                | Tuesday 18 August 2026      | six days leave weekends out
    Monday 10 August 2026       | 7 days           |                                | Monday 17 August 2026       | seven do not
    Monday 10 August 2026       | 10 days          |                                | Thursday 20 August 2026
    Friday 20 November 2026     | 6 days           |                                | Wednesday 2 December 2026
    Friday 20 November 2026     | 7 days           |                                | Monday 30 November 2026     | the day after Thanksgiving
    Friday 27 March 2026        | 6 days           |                                | Tuesday 7 April 2026        | Good Friday
    Friday 27 March 2026        | 7 days           |                                | Monday 6 April 2026         | Good Friday as last day
    Tuesday 27 October 2026     | 7 days           |                                | Wednesday 4 November 2026   | election day
    Friday 18 December 2026     | 7 days           |                                | Monday 28 December 2026     | Christmas
    Friday 18 December 2026     | 6 days           |                                | Tuesday 29 December 2026
    Monday 18 May 2026          | 7 days           |                                | Tuesday 26 May 2026         | Memorial Day
    Tuesday 19 May 2026         | 6 days           |                                | Thursday 28 May 2026
    Sunday 31 May 2026          | 1 month          |                                | Tuesday 30 June 2026
    Friday 12 June 2026         | 7 days           |                                | Monday 22 June 2026         | Juneteenth
    Monday 12 January 2026      | 7 days           |                                | Tuesday 20 January 2026     | Martin Luther King Day
    Tuesday 13 January 2026     | 5 days           |                                | Wednesday 21 January 2026
`,
);

describeRegime(
  'mx-dias-habiles',
  `
    Monday 7 September 2026     | 20 days          |                                | Tuesday 6 October 2026      | 16 September
    Tuesday 15 September 2026   | 1 day            |                                | Thursday 17 September 2026
    Friday 30 January 2026      | 2 days           |                                | Wednesday 4 February 2026   | first Monday of February
    Friday 13 March 2026        | 2 days           |                                | Wednesday 18 March 2026     | third Monday of March
    Friday 13 November 2026     | 2 days           |                                | Wednesday 18 November 2026  | third Monday of November
    Thursday 30 April 2026      | 1 day            |                                | Monday 4 May 2026           | 1 May
    Thursday 24 December 2026   | 1 day            |                                | Monday 28 December 2026     | Christmas
    Thursday 31 December 2026   | 1 day            |                                | Monday 4 January 2027       | New Year
    Monday 30 September 2024    | 1 day            |                                | Wednesday 2 October 2024    | 1 October 2024: change of government
    Tuesday 30 September 2025   | 1 day            |                                | Wednesday 1 October 2025    | an ordinary day in 2025
    Monday 30 September 2030    | 1 day            |                                | Wednesday 2 October 2030    | and again in 2030
    Friday 29 November 2024     | 1 day            |                                | Monday 2 December 2024      | no longer 1 December; a weekend
    Monday 7 September 2026     | 15 days          |                                | Tuesday 29 September 2026
    Monday 7 September 2026     | 30 days          |                                | Tuesday 20 October 2026     | cure period
    Tuesday 6 October 2026      | 20 days          | before                         | Monday 7 September 2026
    Friday 20 March 2026        | 20 days          |                                | Friday 17 April 2026
    Monday 2 February 2026      | 5 days           |                                | Monday 9 February 2026      | starting on a rest day
    Saturday 28 March 2026      | 3 days           |                                | Wednesday 1 April 2026      | Holy Week counts unless a set says otherwise
`,
);

describeRegime(
  'mx-comercio',
  `
    Monday 1 March 2027         | 1 year           |                                | Tuesday 29 February 2028    | 365 days over a leap day
    Sunday 1 March 2026         | 1 year           |                                | Monday 1 March 2027
    Wednesday 1 March 2023      | 1 year           |                                | Thursday 29 February 2024   | 29 February 2024 falls inside
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
    Thursday 15 January 2026    | 2 years          |                                | Saturday 15 January 2028
    Thursday 15 January 2026    | 3 years          |                                | Sunday 14 January 2029      | one day short over 2028
    Monday 1 January 2024       | 1 year           |                                | Tuesday 31 December 2024
    Saturday 31 January 2026    | 1 month          |                                | Saturday 28 February 2026
    Monday 31 January 2028      | 1 month          |                                | Tuesday 29 February 2028
    Sunday 31 May 2026          | 4 months         |                                | Wednesday 30 September 2026
    Thursday 16 April 2026      | 15 days          |                                | Friday 1 May 2026           | 1 May stays
    Wednesday 2 September 2026  | 2 weeks          |                                | Wednesday 16 September 2026 | 16 September stays
    Monday 17 August 2026       | 30 days          |                                | Wednesday 16 September 2026
    Wednesday 25 November 2026  | 1 month          |                                | Friday 25 December 2026     | Christmas stays
    Saturday 15 August 2026     | 1 week           |                                | Saturday 22 August 2026     | a Saturday stays
`,
);

describeRegime(
  'mx-ccf-prescription',
  `
    Thursday 17 September 2026  | 1 year           |                                | Friday 17 September 2027    | 16 September is a holiday
    Thursday 1 January 2026     | 1 year           |                                | Thursday 31 December 2026
    Friday 30 January 2026      | 1 month          |                                | Monday 2 March 2026         | no 30 February: the 28th, a Saturday
    Thursday 29 January 2026    | 1 month          |                                | Monday 2 March 2026
    Sunday 1 February 2026      | 1 month          |                                | Monday 2 March 2026         | ends on a Saturday
    Tuesday 1 February 2028     | 1 month          |                                | Tuesday 29 February 2028
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
    Saturday 2 May 2026         | 1 year           |                                | Monday 3 May 2027           | ends on 1 May 2027, a Saturday
    Monday 17 August 2026       | 30 days          |                                | Tuesday 15 September 2026
    Tuesday 18 August 2026      | 30 days          |                                | Thursday 17 September 2026  | 16 September
    Saturday 25 April 2026      | 1 week           |                                | Monday 4 May 2026           | ends on 1 May
    Saturday 12 December 2026   | 2 weeks          |                                | Monday 28 December 2026     | ends on Friday 25 December
    Wednesday 2 October 2024    | 2 years          |                                | Thursday 1 October 2026
    Wednesday 16 November 2016  | 10 years         |                                | Tuesday 17 November 2026    | ends on a Sunday, then the third Monday of November
    Monday 9 March 2026         | 8 days           |                                | Tuesday 17 March 2026       | third Monday of March
`,
);
