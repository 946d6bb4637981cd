using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RingGroups;

/// <summary>
/// <c>PUT ring-groups/{number}</c>: puts a group behind a number, which is made if it is not there, or changes the group; with If-Match only the version that the
/// client saw.
/// </summary>
internal static class PutRingGroup
{
    public static async Task<IResult> HandleAsync(string number, RingGroupInput input, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (RingGroupCheck.Number(number) is not { } digits) return Problem.Invalid("number", "1 to 20 digits with an optional plus");
        var found = await GetRingGroup.FindAsync(store, user.Tenant, digits, cancellationToken);
        if (found is not null && !EntityTag.Allows(context, found.ETag)) return EntityTag.Mismatch();
        if ((RingGroupCheck.Of(input) ?? await CheckExtensionsAsync(digits, found is null, input, user.Tenant, store, cancellationToken)) is { } problem) return problem;
        var changed = input.ToNumber(user.Tenant, digits, found?.Value);
        var outcome = await store.CommitAsync(new Partition(user.Tenant, DirectoryDocuments.Partition),
        [
            found is null ? DocumentOperation.Create(DirectoryDocuments.Numbers, digits, changed) : DocumentOperation.Replace(DirectoryDocuments.Numbers, digits, changed, found.ETag),
            DocumentOperation.Publish(Changed(digits, user, ids, clock)),
        ], cancellationToken);
        if (outcome != CommitOutcome.Committed) return EntityTag.Mismatch();
        if (await GetRingGroup.FindAsync(store, user.Tenant, digits, cancellationToken) is { } stored) EntityTag.Set(context, stored.ETag);
        return JsonAnswer.Of(RingGroupView.Of(changed), found?.Value.RingGroup is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    internal static CloudEvent Changed(string digits, SignedIn user, IIdSource ids, TimeProvider clock) => CloudEvent.Create(EventCatalogue.ConfigChanged, ids.NewId(),
        EventSource.Functions, user.Tenant, digits, clock.GetUtcNow(), new ConfigChanged(DirectoryDocuments.Numbers.Name, digits, user.User.Value));

    // A new number must not hide a phone, and every member must be one.
    private static async Task<Problem?> CheckExtensionsAsync(string digits, bool isNew, RingGroupInput input, TenantId tenant, IDocumentStore store, CancellationToken cancellationToken)
    {
        if (isNew && await IsExtensionAsync(digits)) return Problem.Of(StatusCodes.Status409Conflict, ProblemCode.Conflict, $"{digits} is an extension");
        foreach (var member in input.Members)
            if (!await IsExtensionAsync(member.Extension))
                return Problem.Invalid("members.extension", $"there is no extension {member.Extension}");
        return null;

        async Task<bool> IsExtensionAsync(string extension) =>
            IdText.IsValid(extension)
            && await store.GetAsync(new Partition(tenant, DirectoryDocuments.Partition), DirectoryDocuments.Extensions, extension, cancellationToken) is not null;
    }
}
