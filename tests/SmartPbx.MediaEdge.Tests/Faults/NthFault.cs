namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>Lets the n-th use of something fail, once. Counts the uses since it was armed. Thread-safe.</summary>
internal sealed class NthFault
{
    private int _uses;
    private int _nth;
    private int _hasStruck;

    public int Uses => Volatile.Read(ref _uses);

    /// <summary>The n-th use from now on fails; 0: none does.</summary>
    public void Arm(int nth)
    {
        Volatile.Write(ref _nth, nth);
        Volatile.Write(ref _hasStruck, 0);
        Volatile.Write(ref _uses, 0);
    }

    /// <summary>Nothing fails any more; whether something did: a call may have fewer uses than the one before it, which repeated something.</summary>
    public bool Disarm()
    {
        Volatile.Write(ref _nth, 0);
        return Volatile.Read(ref _hasStruck) != 0;
    }

    /// <summary>One use; true: it is the one that fails.</summary>
    public bool Strikes()
    {
        if (Interlocked.Increment(ref _uses) != Volatile.Read(ref _nth)) return false;
        Volatile.Write(ref _hasStruck, 1);
        return true;
    }
}
