using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>Bindings on disk, at most a second old: phones refresh once an hour only, and must be reachable right after a restart.</summary>
public sealed class BindingFile(DataFolder folder, BindingTable bindings, TimeProvider clock, ILogger<BindingFile> logger)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(500);
    private long _saved;

    /// <summary>Takes what the last process left and what has not expired since.</summary>
    public void Load()
    {
        try
        {
            if (!File.Exists(folder.BindingsFile)) return;
            foreach (var line in JsonSerializer.Deserialize<List<Line>>(File.ReadAllBytes(folder.BindingsFile), SmartPbxJson.Options) ?? []) Take(line);
        }
        catch (Exception broken) when (broken is IOException or JsonException)
        {
            logger.LogWarning(broken, "registrations of the last process are lost; phones come back when they refresh");
        }
    }

    /// <summary>Saves changes until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SaveEvery, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken)) SaveIfChanged();
    }

    private void SaveIfChanged()
    {
        var changes = bindings.Changes;
        if (changes == _saved) return;
        var lines = bindings.All().Select(b => new Line(b.Tenant, b.Extension, b.Binding.Contact.ToString(), b.Binding.Source.ToString(), b.Binding.ExpiresAt,
            b.Binding.SipCallId, b.Binding.CSeq));
        File.WriteAllBytes(folder.BindingsFile + ".new", JsonSerializer.SerializeToUtf8Bytes(lines, SmartPbxJson.Options));
        File.Move(folder.BindingsFile + ".new", folder.BindingsFile, overwrite: true);
        _saved = changes;
    }

    private void Take(Line line)
    {
        if (line.ExpiresAt > clock.GetUtcNow() && NameAddr.TryParse(line.Contact, out var contact) && SipFlow.TryParse(line.Source, out var source))
            bindings.TryPut(line.Tenant, line.Extension, new Binding(contact, source, line.ExpiresAt, line.SipCallId, line.CSeq));
    }

    private sealed record Line(TenantId Tenant, string Extension, string Contact, string Source, DateTimeOffset ExpiresAt, string SipCallId, uint CSeq);
}
