using System.Net;
using SmartPbx.Caller;
using SmartPbx.TestKit.Sip;

// caller NAME ADDRESS SERVER:PORT USER DOMAIN [PASSWORD]
if (args.Length < 5)
{
    await Console.Error.WriteLineAsync("usage: caller NAME ADDRESS SERVER:PORT USER DOMAIN [PASSWORD]");
    return 2;
}

var address = IPAddress.Parse(args[1]);
await using var phone = new SipPhone(args[0], address, IPEndPoint.Parse(args[2]), args[3], args[4], args.ElementAtOrDefault(5));
await new CallerProgram(address, phone, Console.Out).RunAsync(Console.In);
return 0;
