using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>
/// REGISTER (RFC 3261 §10.3): authenticate, then refresh, remove or list the bindings of one extension. Runs on the SIP loop, in memory only.
/// </summary>
public sealed class RegistrarDesk(PhoneAuthenticator phones, BindingTable bindings, TimeProvider clock)
{
    public const uint DefaultExpiresSeconds = 3_600;
    public const uint MinExpiresSeconds = 30;
    public const uint MaxExpiresSeconds = 7_200;

    /// <summary>Answers the request. How many come is the gate's to limit.</summary>
    public void Register(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (phones.TenantOf(request) is not { } tenant) transaction.Respond(SipStatus.NotFound);
        else if (phones.Authenticate(transaction, tenant) is { } phone) transaction.Respond(Apply(transaction, phone));
    }

    private SipResponse Apply(ServerTransaction transaction, PhoneIdentity phone)
    {
        var request = transaction.Request;
        var (tenant, extension) = (phone.Tenant.Tenant.TenantId, phone.Extension.Number);
        if (request.IsContactWildcard)
        {
            if (request.Expires != 0) return transaction.CreateResponse(SipStatus.BadRequest, "Contact * needs Expires 0"); // §10.2.2
            bindings.RemoveAll(tenant, extension);
            return List(transaction, phone);
        }
        foreach (var contact in request.Contacts)
        {
            var seconds = ExpiresOf(contact, request);
            if (seconds is > 0 and < MinExpiresSeconds) return TooBrief(transaction);
            var binding = new Binding(contact, transaction.Flow, clock.GetUtcNow().AddSeconds(Math.Min(seconds, MaxExpiresSeconds)), request.CallId, request.CSeq.Number);
            if (bindings.Find(tenant, extension, binding) is { } old && old.SipCallId == request.CallId && old.CSeq >= request.CSeq.Number)
                return transaction.CreateResponse(SipStatus.ServerInternalError, "Out of order"); // §10.3 step 7
            if (seconds == 0) bindings.Remove(tenant, extension, binding);
            else if (!bindings.TryPut(tenant, extension, binding)) return transaction.CreateResponse(SipStatus.ServiceUnavailable, "Too many bindings");
        }
        return List(transaction, phone);
    }

    private SipResponse List(ServerTransaction transaction, PhoneIdentity phone)
    {
        var response = transaction.CreateResponse(SipStatus.Ok);
        foreach (var binding in bindings.List(phone.Tenant.Tenant.TenantId, phone.Extension.Number))
        {
            var left = Math.Max(0, (long)Math.Ceiling((binding.ExpiresAt - clock.GetUtcNow()).TotalSeconds)); // who asked for 120 is told 120
            var expires = left.ToString(System.Globalization.CultureInfo.InvariantCulture);
            response.Headers.Add("Contact", (binding.Contact with { Parameters = binding.Contact.Parameters.With("expires", expires) }).ToString());
        }
        return response;
    }

    private static SipResponse TooBrief(ServerTransaction transaction)
    {
        var response = transaction.CreateResponse(SipStatus.IntervalTooBrief);
        response.Headers.Set("Min-Expires", MinExpiresSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return response;
    }

    private static uint ExpiresOf(NameAddr contact, SipRequest request) =>
        uint.TryParse(contact.Parameters["expires"], out var own) ? own : request.Expires ?? DefaultExpiresSeconds;
}
