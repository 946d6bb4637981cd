import { problemOf } from './problem';

/** A blob link as this page may fetch it: links of the product's own host become same-origin, whatever name they were made with. */
export function blobUrl(link: string): string {
  const url = new URL(link, location.href);
  return url.pathname.startsWith('/blobs/') ? `${url.pathname}${url.search}` : url.href;
}

/** The bytes behind a link; links carry their own right, so no token goes along. */
export async function fetchBlob(link: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(blobUrl(link), { signal });
  if (!response.ok) throw await problemOf(response);
  return response.arrayBuffer();
}
