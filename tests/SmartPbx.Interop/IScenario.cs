using SmartPbx.Interop.Running;

namespace SmartPbx.Interop;

/// <summary>One thing that another implementation and our edge do together.</summary>
public interface IScenario
{
    string Name { get; }

    /// <summary>What happens, in one line.</summary>
    string What { get; }

    /// <summary>Whose software is at the other end.</summary>
    string Peer { get; }

    string Transport { get; }

    /// <summary>EdgeCapabilities without which it cannot pass: methods and option tags as OPTIONS says them, or a name that <see cref="EdgeCapabilities"/> knows.</summary>
    IReadOnlyList<string> Needs { get; }

    /// <summary>Its phones that know MD5 only.</summary>
    OldPhones OldPhones => OldPhones.None;

    /// <summary>It ends as failed after this long.</summary>
    TimeSpan Limit { get; }

    /// <summary>Plays it. Null: passed; else why not.</summary>
    Task<string?> PlayAsync(Place place, CancellationToken cancellationToken);
}
