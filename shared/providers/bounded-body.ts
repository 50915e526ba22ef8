/** The bytes of an answer; undefined, with the rest left unread, if there are more than `most` once decompressed. */
export async function boundedBody({ headers, body }: Response, most: number): Promise<Uint8Array | undefined> {
  if (!body) return new Uint8Array();
  // A declared length may be that of the compressed body, which is never the longer one.
  if (Number(headers.get('content-length') ?? 0) > most) {
    await body.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
