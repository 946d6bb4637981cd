using SmartPbx.Fuzz.Mutation;

namespace SmartPbx.Fuzz;

/// <summary>One place where bytes of strangers enter, and what must hold there whatever they are.</summary>
public interface IFuzzTarget
{
    /// <summary>As on the command line, and the name of its folder of regressions.</summary>
    string Name { get; }

    /// <summary>Words of its grammar that a mutation may put anywhere.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Inputs to begin from.</summary>
    IEnumerable<byte[]> Seeds(FuzzRandom random);

    /// <summary>Feeds one input. Throws when a promise is broken: <see cref="BrokenPromiseException"/> for a property, anything else for a crash.</summary>
    void Feed(ReadOnlyMemory<byte> input);
}
