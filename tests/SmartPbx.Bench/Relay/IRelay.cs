namespace SmartPbx.Bench.Relay;

/// <summary>A relay under test: a process of its own on the measured core.</summary>
internal interface IRelay : IDisposable
{
    string Name { get; }

    int ProcessId { get; }

    /// <summary>Opens so many calls and writes the generator's map: a line per call, caller's ip and port, callee's ip and port.</summary>
    /// <returns>The map's path.</returns>
    string Open(int calls);

    void Close();

    /// <summary>Keeps it from running while another has the core.</summary>
    void Pause();

    void Resume();
}
