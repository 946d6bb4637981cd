import { describe, expect, it } from 'vitest';
import { fateOf, objection } from '@/features/hitl/alerts/answer';
import { ApiProblem } from '@/shared/api/problem';

const question = 'Do you repair antique clocks?';

describe('an answer', () => {
  it.each([
    [409, 'alert_taken', 'taken'], [409, 'alert_closed', 'closed'], [409, 'alert_expired', 'expired'],
    [504, 'edge_unreachable', 'edgeUnreachable'], [500, 'internal_error', 'failed'], [0, 'unreachable', 'failed'],
  ])('that got %i %s is %s', (status, code, fate) => {
    expect(fateOf(new ApiProblem(status, code, ''))).toBe(fate);
  });

  it('must not be empty', () => {
    expect(objection(question, '  ', true)).toBe('hitl.answerNeeded');
  });

  it('is never held back from a waiting caller for being short', () => {
    expect(objection('clocks', 'Yes.', true)).toBeUndefined();
  });

  it('needs a whole question to be saved after the call', () => {
    expect(objection('clocks', 'Yes.', false)).toBe('hitl.questionTooShort');
    expect(objection(question, 'Yes.', false)).toBeUndefined();
  });
});
