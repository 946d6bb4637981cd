namespace SmartPbx.Bench.Signalling;

/// <summary>A SIP server under test, on the measured core.</summary>
internal interface ISipServer : IDisposable
{
    string Name { get; }

    int Port { get; }

    /// <summary>All processes whose time counts.</summary>
    IReadOnlyList<int> ProcessIds { get; }

    /// <summary>Throws when it has ended, with its last words.</summary>
    void MustRun();
}
