export type OperatorStatus = 'available' | 'away' | 'busy' | 'offline';
export const operatorStatuses: readonly OperatorStatus[] = ['available', 'away', 'busy', 'offline'];

export interface OperatorPresence {
  user_id: string;
  display_name?: string;
  /** What the operator last said. */
  status: OperatorStatus;
  /** The same, with a browser that is not heard of any more taken as offline. */
  effective_status?: OperatorStatus;
  heartbeat_at?: string;
  claimed_alert?: string;
}
