import { describeRegime } from './dated-table.ts';

// Each row: trigger day, length, settings beside the regime, last day. Settings: before, latest, counted, clear, roll=, mask=, set=.

describeRegime(
  'uk-cpr-2.8',
  `
    Thursday 12 November 2026   | 3 days           | before                         | Friday 6 November 2026      | three clear days, business days
    Friday 20 October 2023      | 3 days           | before                         | Monday 16 October 2023      | the example of 2.8(3): heard on a Friday, served by Monday
    Monday 20 October 2025      | 3 days           | before                         | Tuesday 14 October 2025     | the example of 2.8(4): heard on a Monday, served by Tuesday
    Monday 2 October 2023       | 14 days          |                                | Monday 16 October 2023      | the example of 2.8(3): served on the 2nd, due on the 16th
    Thursday 1 October 2026     | 28 days          | clear                          | Friday 30 October 2026      | the example of 2.8(3): notice on the 1st, heard on the 30th at the earliest
    Wednesday 8 April 2026      | 3 days           | before                         | Tuesday 31 March 2026       | over Easter
    Wednesday 6 May 2026        | 5 days           | before                         | Monday 27 April 2026        | early May holiday
    Thursday 12 November 2026   | 7 days           | before                         | Wednesday 4 November 2026   | longer: clear calendar days
    Thursday 12 November 2026   | 14 days          | before                         | Wednesday 28 October 2026
    Monday 2 November 2026      | 14 days          |                                | Monday 16 November 2026     | within 14 days of service
    Monday 2 November 2026      | 28 days          |                                | Monday 30 November 2026     | within 28 days
    Monday 2 November 2026      | 21 days          | clear                          | Tuesday 24 November 2026    | at least 21 days after
    Friday 30 October 2026      | 5 days           |                                | Friday 6 November 2026      | five business days
    Friday 30 October 2026      | 6 days           |                                | Thursday 5 November 2026    | six calendar days
    Wednesday 23 December 2026  | 3 days           |                                | Wednesday 30 December 2026  | Christmas; Boxing Day is a Saturday, so Monday is a holiday
    Friday 28 August 2026       | 1 day            |                                | Tuesday 1 September 2026    | summer bank holiday
    Friday 28 August 2026       | 2 days           | clear                          | Thursday 3 September 2026   | two clear business days after
    Monday 17 August 2026       | 14 days          | roll=following                 | Tuesday 1 September 2026    | court office closed on the holiday
    Monday 17 August 2026       | 14 days          |                                | Monday 31 August 2026       | Monday 31 August stays for other acts
    Wednesday 30 September 2026 | 4 months         |                                | Saturday 30 January 2027    | calendar months
    Monday 4 May 2020           | 4 days           |                                | Monday 11 May 2020          | the early May holiday was moved to Friday 8 May
`,
);

describeRegime(
  'uk-common-law',
  `
    Saturday 30 September 1978  | 4 months         | set=none                       | Tuesday 30 January 1979     | Dodds v Walker: 30 January
    Sunday 31 May 2026          | 4 months         |                                | Wednesday 30 September 2026 | no 31 September
    Monday 23 March 2026        | 2 months         |                                | Saturday 23 May 2026        | Riley v Eurostile: the 23rd itself
    Wednesday 28 January 2026   | 1 month          |                                | Saturday 28 February 2026
    Thursday 29 January 2026    | 1 month          |                                | Saturday 28 February 2026   | no 29 February
    Friday 30 January 2026      | 1 month          |                                | Saturday 28 February 2026
    Saturday 31 January 2026    | 1 month          |                                | Saturday 28 February 2026
    Monday 31 January 2028      | 1 month          |                                | Tuesday 29 February 2028    | leap year
    Saturday 28 February 2026   | 1 month          |                                | Saturday 28 March 2026      | not the end of March
    Thursday 29 February 2024   | 1 year           |                                | Friday 28 February 2025
    Thursday 29 February 2024   | 4 years          |                                | Tuesday 29 February 2028
    Monday 30 November 2026     | 3 months         |                                | Sunday 28 February 2027
    Monday 31 August 2026       | 6 months         |                                | Sunday 28 February 2027
    Thursday 31 December 2026   | 2 months         |                                | Sunday 28 February 2027
    Saturday 26 September 2026  | 91 days          |                                | Saturday 26 December 2026   | Boxing Day, no roll
    Saturday 3 October 2026     | 1 week           |                                | Saturday 10 October 2026    | a Saturday, no roll
    Tuesday 30 June 2026        | 1 month          | before                         | Saturday 30 May 2026
    Tuesday 31 March 2026       | 1 month          | before                         | Saturday 28 February 2026
`,
);
