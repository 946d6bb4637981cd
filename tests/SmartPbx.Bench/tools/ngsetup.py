#!/usr/bin/env python3
# From the shared load tools of the project, as it is.
# ngsetup.py N K [ngport] -> sets up N calls on rtpengine via ng (bencode/UDP), writes rtpe.map; "del N" deletes
import socket,sys,random
def benc(x):
    if isinstance(x,int): return b'i%de'%x
    if isinstance(x,str): x=x.encode()
    if isinstance(x,bytes): return b'%d:%s'%(len(x),x)
    if isinstance(x,list): return b'l'+b''.join(map(benc,x))+b'e'
    if isinstance(x,dict): return b'd'+b''.join(benc(k)+benc(v) for k,v in sorted(x.items()))+b'e'
def bdec(b,i=0):
    c=b[i:i+1]
    if c==b'i': j=b.index(b'e',i); return int(b[i+1:j]),j+1
    if c==b'l':
        r=[];i+=1
        while b[i:i+1]!=b'e': v,i=bdec(b,i); r.append(v)
        return r,i+1
    if c==b'd':
        r={};i+=1
        while b[i:i+1]!=b'e': k,i=bdec(b,i); v,i=bdec(b,i); r[k.decode()]=v
        return r,i+1
    j=b.index(b':',i); n=int(b[i:j]); return b[j+1:j+1+n],j+1+n
port=int(sys.argv[3]) if len(sys.argv)>3 else 2223
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('127.0.0.1',0)); s.settimeout(3)
def ng(d):
    ck=b'%x'%random.getrandbits(48)
    for _ in range(3):
        s.sendto(ck+b' '+benc(d),('127.0.0.1',port))
        try:
            r=s.recv(65536)
            while not r.startswith(ck): r=s.recv(65536)
            return bdec(r,len(ck)+1)[0]
        except socket.timeout: pass
    raise Exception('timeout')
def sdp(p): return ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %d RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n"%p)
def mport(b):
    for l in b.decode().split('\r\n'):
        if l.startswith('m=audio'): return int(l.split()[1])
if __name__=='__main__':
    if sys.argv[1]=='del':
        for i in range(int(sys.argv[2])): ng({'command':'delete','call-id':'c%d'%i,'from-tag':'f%d'%i,'delete-delay':0})
        sys.exit(0)
    if sys.argv[1]=='stat': print(ng({'command':'statistics'})); sys.exit(0)
    N=int(sys.argv[1]);K=int(sys.argv[2]); m=[]
    fl=['port-latching'] if False else []
    for i in range(N):
        a=20000+2*(i%K); b=30000+2*(i%K)
        o=ng({'command':'offer','call-id':'c%d'%i,'from-tag':'f%d'%i,'sdp':sdp(a),'replace':['origin'],'ICE':'remove'})
        if o.get('result')!=b'ok': print(o); sys.exit(1)
        w=ng({'command':'answer','call-id':'c%d'%i,'from-tag':'f%d'%i,'to-tag':'t%d'%i,'sdp':sdp(b),'replace':['origin'],'ICE':'remove'})
        if w.get('result')!=b'ok': print(w); sys.exit(1)
        pb=mport(o['sdp']); pa=mport(w['sdp'])   # offer out sdp goes to B: B sends to pb; answer out goes to A: A sends to pa
        m.append('127.0.0.1 %d 127.0.0.1 %d\n'%(pa,pb))
    open('rtpe.map','w').writelines(m); print('setup',N)
