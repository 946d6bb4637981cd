const part = encodeURIComponent;

export const supervisionsPath = (callId: string): string => `calls/${part(callId)}/supervisions`;
export const supervisionPath = (callId: string, id: string): string => `${supervisionsPath(callId)}/${part(id)}`;
