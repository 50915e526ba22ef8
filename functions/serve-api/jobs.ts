import { jobIdSchema } from '../../shared/aws/table/jobs.ts';
import { viewOf } from '../../shared/jobs/view.ts';
import { answer, HttpProblem } from '../../shared/runtime/http.ts';
import type { Respond } from './dependencies.ts';
import { parseQuery } from './parse.ts';
import { QUERIES } from './queries.ts';

export const getJob: Respond = async ({ jobs }, request) => {
  parseQuery(QUERIES['GET /jobs/{job}'], request);
  const id = request.pathParameters?.job ?? '';
  const job = jobIdSchema.safeParse(id).success ? await jobs.read(id) : undefined;
  if (job) return answer(200, viewOf(job));
  throw new HttpProblem(404, 'unknown-job', 'There is no such job.', [
    {
      field: 'job',
      value: id,
      detail: 'Use the id that the job was started with. A job is forgotten some thirty days after its end.',
    },
  ]);
};
