namespace SmartPbx.Fuzz;

/// <summary>A property that should hold for every input did not hold for this one.</summary>
#pragma warning disable CA1032 // made in one place only
public sealed class BrokenPromiseException(string promise) : Exception(promise)
{
    public static void Unless(bool holds, string promise)
    {
        if (!holds) throw new BrokenPromiseException(promise);
    }
}
