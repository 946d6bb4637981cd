using System.Text;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// What a handler tells the outside of itself, once: the name of its function, the events it wants and what it carries in
/// <c>function.json</c>. Bus subscriptions, function files and routes are all made from this.
/// </summary>
/// <param name="FunctionName">Name of the function, of its route <c>POST /{FunctionName}</c>, of its inbox and of its dead letters.</param>
/// <param name="EventTypes">Names of the catalogue; all durable.</param>
public sealed record HandlerDeclaration(string FunctionName, IReadOnlyList<string> EventTypes)
{
    /// <summary>Name of the subscription at the topic: <c>record-call</c> for <c>RecordCall</c>.</summary>
    public string SubscriptionName
    {
        get
        {
            var text = new StringBuilder(FunctionName.Length + 4);
            foreach (var letter in FunctionName)
            {
                if (char.IsAsciiLetterUpper(letter) && text.Length > 0) text.Append('-');
                text.Append(char.ToLowerInvariant(letter));
            }
            return text.ToString();
        }
    }
}
