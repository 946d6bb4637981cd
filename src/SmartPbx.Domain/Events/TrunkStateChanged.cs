using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>trunk.state_changed</c>: a carrier can or cannot be used any more.</summary>
/// <param name="What"><c>registration</c>, or the target's URI.</param>
/// <param name="State"><c>up</c> or <c>down</c>.</param>
/// <param name="Status">SIP status that decided it; null: no answer.</param>
public sealed record TrunkStateChanged(EdgeId EdgeId, string Trunk, string What, string State, int? Status);
