export const supervisionModes = ['listen', 'whisper', 'barge'] as const;
export type SupervisionMode = (typeof supervisionModes)[number];
export const supervisionSides = ['callee', 'caller'] as const;
export type SupervisionSide = (typeof supervisionSides)[number];
export type SupervisionStatus = 'ringing' | 'active' | 'ended' | 'refused';

/** One supervisor of a call, from the ringing of the phone to its end. */
export interface Supervision {
  supervision_id: string;
  call_id: string;
  by: string;
  extension: string;
  mode: SupervisionMode;
  whisper_to: SupervisionSide;
  status: SupervisionStatus;
  reason?: string;
  joined_at?: string;
}
