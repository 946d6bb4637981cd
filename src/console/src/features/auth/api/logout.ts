import { post } from '@/shared/api/client';

export const logout = (): Promise<unknown> => post('auth/logout', {});
