using SmartPbx.Sip.Transactions;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>Compares a whole machine with the table a test expects: every pair not in the table must change nothing.</summary>
internal static class MachineTable
{
    public static void AssertIs(
        Func<TransactionState, TransactionInput, TransactionStep> machine,
        params (TransactionState State, TransactionInput Input, TransactionState Next, TransactionActions Actions)[] lines)
    {
        var expected = lines.ToDictionary(line => (line.State, line.Input), line => new TransactionStep(line.Next, line.Actions));
        foreach (var state in Enum.GetValues<TransactionState>())
            foreach (var input in Enum.GetValues<TransactionInput>())
                Assert.Equal((state, input, expected.GetValueOrDefault((state, input), new TransactionStep(state))), (state, input, machine(state, input)));
    }
}
