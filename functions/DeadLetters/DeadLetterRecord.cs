using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Events;

namespace SmartPbx.Functions.DeadLetters;

/// <summary>Makes dead letters; the id is told by handler and event, so that a redelivery writes the same one again.</summary>
internal static class DeadLetterRecord
{
    private const int IdBytes = 16;

    public static DeadLetter Of(CloudEvent cloudEvent, string handler, int attempts, string error, DateTimeOffset now) => new()
    {
        DeadLetterId = IdOf(handler, cloudEvent.Id), TenantId = cloudEvent.TenantId, Handler = handler, Attempts = attempts, Error = error, FailedAt = now,
        Event = cloudEvent,
    };

    private static string IdOf(string handler, string eventId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{handler}\n{eventId}")).AsSpan(0, IdBytes));
}
