using System.Text;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hosting;

public sealed class TriggerEnvelopeTests
{
    private static readonly string Event = JsonSerializer.Serialize(
        CloudEvent.Create(EventCatalogue.CallStarted, "ev1", "/edge/e1", FunctionApp.Acme, "e1-call1", Samples.Start, Samples.Started), SmartPbxJson.Options);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string InBase64(string text) => Quoted(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    private static bool TryParse(string envelope, out TriggerMessage? message, out string? error) =>
        TriggerEnvelope.TryParse(Encoding.UTF8.GetBytes(envelope), out message, out error);

    [Theory]
    [InlineData("base64")]
    [InlineData("base64 in a string twice")]
    [InlineData("object")]
    [InlineData("string")]
    [InlineData("string twice")]
    public void Reads_the_event_however_the_host_encoded_it(string form)
    {
        var value = form switch
        {
            "base64" => InBase64(Event), "base64 in a string twice" => Quoted(InBase64(Event)), "object" => Event, "string" => Quoted(Event), _ => Quoted(Quoted(Event)),
        };
        Assert.True(TryParse($$$"""{"Data":{"message":{{{value}}}},"Metadata":{}}""", out var message, out _));
        Assert.Equal(("ev1", 1, 1, null), (message!.Event.Id, message.Attempt, message.DeliveryCount, message.Handler));
    }

    [Theory]
    [InlineData("""{"DeliveryCount":3,"ApplicationProperties":{"handler":"RecordCall","attempt":2}}""")]
    [InlineData("""{"DeliveryCount":"3","ApplicationProperties":{"handler":"RecordCall","attempt":"2"}}""")]
    [InlineData("""{"DeliveryCount":"3","ApplicationProperties":"{\"handler\":\"RecordCall\",\"attempt\":2}"}""")]
    [InlineData("""{"DeliveryCount":"3","ApplicationProperties":"\"{\\\"handler\\\":\\\"RecordCall\\\",\\\"attempt\\\":2}\""}""")]
    [InlineData("""{"DeliveryCount":"\"3\"","ApplicationProperties":{"handler":"\"RecordCall\"","attempt":"\"2\""}}""")]
    public void Reads_the_metadata_however_the_host_encoded_it(string metadata)
    {
        Assert.True(TryParse($$$"""{"Data":{"message":{{{InBase64(Event)}}}},"Metadata":{{{metadata}}}}""", out var message, out _));
        Assert.Equal((2, 3, "RecordCall"), (message!.Attempt, message.DeliveryCount, message.Handler));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Data":1}""")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"message":null}}""")]
    [InlineData("""{"Data":{"message":"not base64!"}}""")]
    [InlineData("""{"Data":{"message":"AAAA"}}""")]
    [InlineData("""{"Data":{"message":{}}}""")]
    [InlineData("""{"Data":{"message":{"specversion":"1.0"}}}""")]
    [InlineData("""{"Data":{"message":{"id":"a b","source":"s","type":"t","subject":"s","time":"2026-11-20T00:00:00Z","tenantid":"acme","data":{}}}}""")]
    [InlineData("""{"Data":{"message":{"id":"a","source":"s","type":"t","subject":"s","time":"2026-11-20T00:00:00Z","tenantid":"../x","data":{}}}}""")]
    public void What_is_no_envelope_is_told_without_an_exception(string body)
    {
        Assert.False(TryParse(body, out _, out var error));
        Assert.NotEmpty(error!);
    }

    [Fact]
    public void Every_cut_of_an_envelope_is_refused()
    {
        var whole = $$$"""{"Data":{"message":{{{InBase64(Event)}}}},"Metadata":{"DeliveryCount":"1"}}""";
        for (var length = 0; length < whole.Length; length++) Assert.False(TryParse(whole[..length], out _, out _));
    }
}
