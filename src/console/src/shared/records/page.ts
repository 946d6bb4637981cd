/** One page of a list; `next_cursor` is absent on the last. */
export interface Page<T> {
  items: T[];
  next_cursor?: string;
}
