import { post } from '@/shared/api/client';
import type { Tokens } from '@/shared/api/session';

export interface Credentials {
  tenant: string;
  user: string;
  password: string;
}

export const login = (credentials: Credentials): Promise<Tokens> => post<Tokens>('auth/login', credentials);
