using System.Security.Cryptography;

namespace SmartPbx.Sip.Transport.Tls;

/// <summary>What was read of some files, read again when one of them has changed. A change that cannot be read keeps what was there. Thread-safe.</summary>
internal sealed class PemFile<T> where T : class
{
    private readonly string[] _paths;
    private readonly Func<T> _load;
    private readonly Lock _gate = new();
    private DateTime _changedAt;
    private T _current;

    /// <summary>Reads at once; throws what reading throws.</summary>
    public PemFile(string[] paths, Func<T> load)
    {
        (_paths, _load) = (paths, load);
        _changedAt = ChangedAt();
        _current = load();
    }

    public T Current
    {
        get
        {
            lock (_gate)
            {
                if (ChangedAt() is var changedAt && changedAt != _changedAt)
                    Reload(changedAt);
                return _current;
            }
        }
    }

    // Certificate and key are replaced one after the other: in between they do not fit, and the time is not taken as seen.
    private void Reload(DateTime changedAt)
    {
        try
        {
            _current = _load();
            _changedAt = changedAt;
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // what is in use stays in use
        }
    }

    private DateTime ChangedAt() => _paths.Max(File.GetLastWriteTimeUtc);
}
