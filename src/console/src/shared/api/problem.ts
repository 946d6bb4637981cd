/** An API error: problem+json with a stable code. Status 0 is a network that did not answer. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly traceId: string | undefined;

  constructor(status: number, code: string, detail: string, traceId?: string) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.traceId = traceId;
  }
}

/** Reads the problem of a failed response; a body that is no problem+json still gives its status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const fields = await response.json().catch(() => ({})) as Record<string, unknown>;
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : undefined);
  return new ApiProblem(
    response.status,
    text('code') ?? `http_${response.status}`,
    text('detail') ?? text('title') ?? response.statusText,
    text('trace_id'),
  );
}

export const isProblem = (error: unknown, status?: number): error is ApiProblem =>
  error instanceof ApiProblem && (status === undefined || error.status === status);
