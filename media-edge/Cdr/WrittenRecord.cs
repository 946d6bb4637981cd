using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>The record of a call that is over, as it goes to disk and out: written once, and the record itself is no longer needed.</summary>
/// <param name="Call">Whose.</param>
/// <param name="Line">For the <see cref="CdrLog"/>: JSON in UTF-8, without the end of the line.</param>
/// <param name="Ended">The event, with the same text as its data.</param>
public sealed record WrittenRecord(CallId Call, byte[] Line, CloudEvent Ended);
