import { usePermission } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { Page } from '@/shared/ui/Page';
import { DeadLetters } from './DeadLetters';
import { Deliveries } from './Deliveries';
import { Team } from './Team';

/** Whether everything that should have happened after the calls did happen. */
export default function OperationsPage() {
  const t = useText();
  const mayConfigure = usePermission('system:config');
  return (
    <Page title={t('operations.title')}>
      {mayConfigure && <DeadLetters />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {mayConfigure && <Deliveries />}
        <Team />
      </div>
    </Page>
  );
}
