import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createQueries } from '@/app/queries';
import { ended, noAlerts } from '@/features/hitl/alerts/alerts';
import { AlertQueue } from '@/features/hitl/alerts/AlertQueue';
import { useAlerts } from '@/features/hitl/alerts/alertStore';
import { keepTokens } from '@/shared/api/session';
import { setLanguage } from '@/shared/i18n/language';
import { alert } from '../event';
import { serve } from '../serve';

const answer = 'Yes, we repair antique clocks on weekdays.';

beforeEach(() => {
  setLanguage('en');
  keepTokens({
    access_token: 't',
    user: { user_id: 'operator', display_name: 'Operator', role: 'operator', permissions: ['hitl:view', 'hitl:feedback'], tenant_id: 'demo' },
  });
  useAlerts.setState({ alerts: { ...noAlerts, shown: { a1: alert({ deadline: new Date(Date.now() + 60_000).toISOString() }) } } });
});
afterEach(cleanup);

const open = () => render(<QueryClientProvider client={createQueries()}><AlertQueue /></QueryClientProvider>);
const write = (hook: string, value: string) => fireEvent.change(screen.getByTestId(hook), { target: { value } });
const submit = () => fireEvent.click(screen.getByTestId('alert-submit'));

describe('the card of an alert', () => {
  it('sends the corrected question with the answer', async () => {
    const sent = serve({ 'POST /api/v1/hitl/response': () => ({ status: 202 }) });
    open();
    write('alert-question', 'Do you repair antique clocks?');
    write('alert-answer', answer);
    submit();
    await waitFor(() => expect(screen.getByTestId('alert-result').textContent).toContain('hears your answer'));
    expect(sent.find((request) => request.path.endsWith('/response'))?.body).toEqual({
      alert_id: 'a1', question: 'Do you repair antique clocks?', answer, save_to_knowledge: true,
    });
  });

  it('asks for an answer before it sends', () => {
    const sent = serve({});
    open();
    submit();
    expect(screen.getByRole('alert').textContent).toBe('Write an answer first.');
    expect(sent.some((request) => request.method === 'POST')).toBe(false);
  });

  it('says that somebody else was faster', async () => {
    serve({ 'POST /api/v1/hitl/response': () => ({ status: 409, body: { code: 'alert_taken' } }) });
    open();
    write('alert-answer', answer);
    submit();
    await waitFor(() => expect(screen.getByTestId('alert-result').textContent).toContain('Somebody else'));
  });

  it('still saves the answer when the caller hung up while it was typed', async () => {
    const sent = serve({ 'POST /api/v1/hitl/feedback': () => ({ status: 202 }) });
    open();
    write('alert-answer', answer);
    useAlerts.setState(({ alerts }) => ({ alerts: ended(alerts, 'a1', 'closed') }));
    await waitFor(() => expect(screen.getByTestId('alert-submit').textContent).toBe('Save answer for next time'));
    submit();
    await waitFor(() => expect(screen.getByTestId('alert-result').textContent).toContain('Saved'));
    expect(sent.find((request) => request.path.endsWith('/feedback'))?.body).toMatchObject({ alert_id: 'a1', answer, save_to_knowledge: true });
  });
});
