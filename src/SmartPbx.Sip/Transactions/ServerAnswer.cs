using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transactions;

/// <summary>A response ready for the loop: written once, on the thread of the user.</summary>
internal readonly record struct ServerAnswer(int Status, byte[] Bytes, string? AckKey)
{
    public static ServerAnswer For(ServerTransaction transaction, SipResponse response, string product)
    {
        if (response.Status != SipStatus.Trying && response.To.Tag is null)
            response.To = response.To.WithTag(transaction.LocalTag);
        if (!response.Headers.Has(SipHeaderId.Server))
            response.Headers.SetText(SipHeaderId.Server, product);
        bool hasAck = response.IsSuccess && transaction.Request.Method == SipMethod.Invite;
        return new ServerAnswer(response.Status, response.ToBytes(), hasAck ? TransactionKey.ForAck(response) : null);
    }
}
