import { QueryClient } from '@tanstack/react-query';
import { isProblem } from '@/shared/api/problem';

const maxRetries = 2;

/** What the server refused stays refused; only what did not get through is tried again. */
const retry = (failures: number, error: unknown): boolean =>
  failures < maxRetries && (!isProblem(error) || error.status === 0 || error.status >= 500);

export const createQueries = (): QueryClient => new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 5_000 }, mutations: { retry: false } },
});
