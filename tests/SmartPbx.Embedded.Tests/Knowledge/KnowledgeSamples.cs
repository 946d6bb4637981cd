using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Embedded.Tests.Knowledge;

internal static class KnowledgeSamples
{
    public static TenantId Tenant { get; } = new("tests");

    public static KnowledgeItem Item(string id, string question, string answer, string language = "en-US", params string[] variants) => new()
    {
        ItemId = new KnowledgeItemId(id), TenantId = Tenant, Question = question, Variants = variants, Answer = answer, Language = language,
        Source = KnowledgeSource.Manual, Status = KnowledgeStatus.Active, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch,
        ChangedBy = "system",
    };

    public static KnowledgeItem Sunday { get; } = Item("sunday", "What are your opening hours on Sunday?", "On Sunday we are open from noon to six.");

    public static KnowledgeItem Saturday { get; } = Item("saturday", "Do you deliver on Saturday?", "Yes, we deliver on Saturday until two.");

    public static KnowledgeItem Refund { get; } = Item("refund", "How long does a refund take?", "Refunds reach your account within 7 days.",
        variants: "When do I get my money back?");
}
