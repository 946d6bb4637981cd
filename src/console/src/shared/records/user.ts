export interface SignedInUser {
  user_id: string;
  display_name: string;
  role: string;
  permissions: string[];
  tenant_id: string;
  language?: string;
  extension?: string;
}
