namespace SmartPbx.Demo;

/// <summary>A check of the scenario: said when it holds, thrown when it does not.</summary>
internal static class Expect
{
    public static void That(bool holds, string promise, string seen, Show show)
    {
        if (!holds) throw new StepFailedException($"{promise}: not so; {seen}");
        show.Checked(promise + (seen.Length > 0 ? $" ({seen})" : ""));
    }
}
