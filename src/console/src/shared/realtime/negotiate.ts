import { post } from '@/shared/api/client';

export interface Negotiation {
  url: string;
  access_token: string;
}

export const negotiate = (): Promise<Negotiation> => post<Negotiation>('realtime/negotiate', {});
