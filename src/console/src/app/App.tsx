import { SignInPage } from '@/features/auth/SignInPage';
import { useSession } from '@/shared/api/session';
import { SignedIn } from './SignedIn';

export function App() {
  const user = useSession((session) => session.user);
  return user ? <SignedIn key={`${user.tenant_id}/${user.user_id}`} /> : <SignInPage />;
}
